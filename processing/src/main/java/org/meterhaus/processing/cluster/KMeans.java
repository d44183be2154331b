package org.meterhaus.processing.cluster;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Lloyd's k-means with k-means++ starting points (Arthur and Vassilvitskii, 2007). Deterministic:
 * everything that is drawn follows from the seed. Not thread-safe.
 */
final class KMeans {
  private static final String GENERATOR = "L64X128MixRandom";

  private final float[] points;
  private final int count;
  private final int dimensions;

  /**
   * @param points one after the other
   * @param dimensions of a point, a multiple of 4
   */
  KMeans(float[] points, int dimensions) {
    if (dimensions <= 0 || dimensions % 4 != 0 || points.length % dimensions != 0) {
      throw new IllegalArgumentException(
          "dimensions must be a multiple of 4 that divides %d but was %d"
              .formatted(points.length, dimensions));
    }
    this.points = points;
    this.dimensions = dimensions;
    this.count = points.length / dimensions;
  }

  /**
   * A partition.
   *
   * @param group of each point, 0..k-1
   * @param centroids one after the other
   * @param inertia sum of squared distances to the centroids
   */
  @SuppressWarnings("ArrayRecordComponent") // never leaves the package, never compared
  record Partition(int[] group, float[] centroids, double inertia) {}

  int count() {
    return count;
  }

  /** The best of several runs. */
  Partition best(int k, int restarts, int maxIterations, long seed) {
    Partition best = null;
    for (int run = 0; run < restarts; run++) {
      var random = RandomGeneratorFactory.of(GENERATOR).create(seed * 1_000 + run);
      Partition found = from(start(k, random), maxIterations);
      if (best == null || found.inertia() < best.inertia()) {
        best = found;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("restarts must be 1 or more but was " + restarts);
    }
    return best;
  }

  /** One run from given centroids, until nothing moves. */
  Partition from(float[] start, int maxIterations) {
    float[] centroids = start.clone();
    int k = centroids.length / dimensions;
    int[] group = new int[count];
    Arrays.fill(group, -1);
    double inertia = 0;
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      int moved = 0;
      inertia = 0;
      for (int i = 0; i < count; i++) {
        int nearest = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int c = 0; c < k; c++) {
          float distance = squared(points, i, centroids, c);
          if (distance < least) {
            least = distance;
            nearest = c;
          }
        }
        inertia += least;
        if (group[i] != nearest) {
          group[i] = nearest;
          moved++;
        }
      }
      if (moved == 0) {
        break;
      }
      recentre(group, centroids, k);
    }
    return new Partition(group, centroids, inertia);
  }

  /** Each next one is drawn with a chance that grows with the squared distance to those chosen. */
  private float[] start(int k, RandomGenerator random) {
    float[] centroids = new float[k * dimensions];
    copy(random.nextInt(count), centroids, 0);
    double[] nearest = new double[count];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int c = 1; c < k; c++) {
      double total = 0;
      for (int i = 0; i < count; i++) {
        nearest[i] = Math.min(nearest[i], squared(points, i, centroids, c - 1));
        total += nearest[i];
      }
      double draw = random.nextDouble() * total;
      int chosen = count - 1;
      for (int i = 0; i < count; i++) {
        draw -= nearest[i];
        if (draw < 0) {
          chosen = i;
          break;
        }
      }
      copy(chosen, centroids, c);
    }
    return centroids;
  }

  private void copy(int point, float[] centroids, int c) {
    System.arraycopy(points, point * dimensions, centroids, c * dimensions, dimensions);
  }

  /** An empty group keeps its centroid: it is dissolved later. */
  private void recentre(int[] group, float[] centroids, int k) {
    double[] sums = new double[k * dimensions];
    int[] sizes = new int[k];
    for (int i = 0; i < count; i++) {
      int base = group[i] * dimensions;
      sizes[group[i]]++;
      for (int d = 0; d < dimensions; d++) {
        sums[base + d] += points[i * dimensions + d];
      }
    }
    for (int c = 0; c < k; c++) {
      for (int d = 0; d < dimensions && sizes[c] > 0; d++) {
        centroids[c * dimensions + d] = (float) (sums[c * dimensions + d] / sizes[c]);
      }
    }
  }

  /**
   * Takes away groups that are too small, smallest first: their members join the nearest of the
   * others.
   *
   * @return groups numbered without holes; one group if no two are large enough
   */
  Partition withoutSmall(Partition partition, int smallest) {
    Partition current = partition;
    while (true) {
      int k = current.centroids().length / dimensions;
      int[] sizes = new int[k];
      for (int g : current.group()) {
        sizes[g]++;
      }
      int least = 0;
      for (int c = 1; c < k; c++) {
        least = sizes[c] < sizes[least] ? c : least;
      }
      if (k == 1 || sizes[least] >= smallest) {
        return current;
      }
      float[] rest = new float[(k - 1) * dimensions];
      System.arraycopy(current.centroids(), 0, rest, 0, least * dimensions);
      System.arraycopy(
          current.centroids(),
          (least + 1) * dimensions,
          rest,
          least * dimensions,
          (k - 1 - least) * dimensions);
      // assigned once and centred once; a further run could make another group small
      current = settled(rest);
    }
  }

  private Partition settled(float[] centroids) {
    Partition assigned = from(centroids, 1);
    float[] centred = centroids.clone();
    recentre(assigned.group(), centred, centred.length / dimensions);
    return new Partition(assigned.group(), centred, assigned.inertia());
  }

  /**
   * Mean silhouette (Rousseeuw, 1987) over Euclidean distances: how much nearer a point is to its
   * own group than to the next one, -1..1. Quadratic in the number of points.
   */
  double silhouette(Partition partition) {
    int k = partition.centroids().length / dimensions;
    if (k < 2) {
      throw new IllegalArgumentException("a silhouette needs two groups");
    }
    int[] group = partition.group();
    int[] sizes = new int[k];
    for (int g : group) {
      sizes[g]++;
    }
    double total = 0;
    double[] sums = new double[k];
    for (int i = 0; i < count; i++) {
      if (sizes[group[i]] < 2) {
        continue; // 0 by definition
      }
      Arrays.fill(sums, 0);
      for (int j = 0; j < count; j++) {
        sums[group[j]] += Math.sqrt(squared(points, i, points, j));
      }
      double own = sums[group[i]] / (sizes[group[i]] - 1);
      double other = Double.POSITIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        if (c != group[i] && sizes[c] > 0) {
          other = Math.min(other, sums[c] / sizes[c]);
        }
      }
      double larger = Math.max(own, other);
      total += larger > 0 ? (other - own) / larger : 0;
    }
    return total / count;
  }

  /** Four sums at a time: the processor can add them side by side. */
  private float squared(float[] a, int i, float[] b, int j) {
    int p = i * dimensions;
    int q = j * dimensions;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int d = 0; d < dimensions; d += 4) {
      float d0 = a[p + d] - b[q + d];
      float d1 = a[p + d + 1] - b[q + d + 1];
      float d2 = a[p + d + 2] - b[q + d + 2];
      float d3 = a[p + d + 3] - b[q + d + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    return s0 + s1 + s2 + s3;
  }
}
