package org.meterhaus.processing.vee;

/** The few nearest of many: a heap with the furthest of them on top. */
final class Nearest {
  private final float[] distance;
  private final int[] key;
  private int size;

  Nearest(int most) {
    distance = new float[most];
    key = new int[most];
  }

  int size() {
    return size;
  }

  double distance(int i) {
    return distance[i];
  }

  int key(int i) {
    return key[i];
  }

  /** Distance that a further one has to beat. */
  float worst() {
    return size < distance.length ? Float.POSITIVE_INFINITY : distance[0];
  }

  /** The largest distance among those kept; there has to be one. */
  double furthest() {
    return distance[0];
  }

  void offer(float candidate, int what) {
    if (size < distance.length) {
      int at = size++;
      while (at > 0 && distance[(at - 1) / 2] < candidate) {
        distance[at] = distance[(at - 1) / 2];
        key[at] = key[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      distance[at] = candidate;
      key[at] = what;
    } else if (candidate < distance[0]) {
      int at = 0;
      for (int child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && distance[child + 1] > distance[child]) {
          child++;
        }
        if (distance[child] <= candidate) {
          break;
        }
        distance[at] = distance[child];
        key[at] = key[child];
        at = child;
      }
      distance[at] = candidate;
      key[at] = what;
    }
  }
}
