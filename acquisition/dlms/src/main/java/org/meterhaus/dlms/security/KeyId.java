package org.meterhaus.dlms.security;

/** The symmetric keys that Security Setup can change, by their numbers (class 64, key_id). */
public enum KeyId {
  GLOBAL_UNICAST(0),
  GLOBAL_BROADCAST(1),
  AUTHENTICATION(2),
  /** Key encryption key: wraps the others. */
  MASTER(3);

  private final int id;

  KeyId(int id) {
    this.id = id;
  }

  /** Its number, 0..3. */
  public int id() {
    return id;
  }

  /**
   * The key of a number.
   *
   * @param id 0..3
   * @throws IllegalArgumentException if there is none
   */
  public static KeyId of(long id) {
    if (id < 0 || id >= values().length) {
      throw new IllegalArgumentException("key_id must be 0..3 but was " + id);
    }
    return values()[(int) id];
  }
}
