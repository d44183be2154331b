package org.meterhaus.dlms.protection;

import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;
import org.meterhaus.dlms.security.KeyInfo;

/**
 * key_info_element: a structure of key_info_type and key_info_options, as protection parameters
 * have it. Stateless.
 */
public final class KeyInfoElement {

  private static final int IDENTIFIED = 0;
  private static final int WRAPPED = 1;
  private static final int AGREED = 2;
  private static final int MASTER_KEY = 0;

  private KeyInfoElement() {}

  /** As it is written. */
  public static Data of(KeyInfo info) {
    return switch (info) {
      case KeyInfo.Identified(boolean broadcast) ->
          element(IDENTIFIED, new Data.Enumerated(broadcast ? 1 : 0));
      case KeyInfo.Wrapped(Bytes wrapped) ->
          element(
              WRAPPED,
              Data.Structure.of(new Data.Enumerated(MASTER_KEY), new Data.OctetString(wrapped)));
      case KeyInfo.Agreed(int scheme, Bytes data) ->
          element(
              AGREED,
              Data.Structure.of(
                  new Data.OctetString(Bytes.of(scheme)), new Data.OctetString(data)));
    };
  }

  /** How somebody is asked to choose a key: without what only the key's maker can tell. */
  public static Data asking(KeyChoice choice) {
    return of(
        switch (choice) {
          case GLOBAL_UNICAST -> new KeyInfo.Identified(false);
          case GLOBAL_BROADCAST -> new KeyInfo.Identified(true);
          case WRAPPED -> new KeyInfo.Wrapped(Bytes.EMPTY);
          case ONE_PASS -> new KeyInfo.Agreed(KeyInfo.Agreed.ONE_PASS, Bytes.EMPTY);
          case STATIC_UNIFIED -> new KeyInfo.Agreed(KeyInfo.Agreed.STATIC_UNIFIED, Bytes.EMPTY);
        });
  }

  /**
   * Reads one.
   *
   * @throws Malformed if it is not one
   */
  public static KeyInfo read(Data element) throws Malformed {
    List<Data> parts = pair(element);
    Data options = parts.get(1);
    long type = parts.get(0).asLong();
    if (type == IDENTIFIED) {
      return new KeyInfo.Identified(oneOf(options.asLong(), 1) == 1);
    }
    List<Data> fields = pair(options);
    Bytes data = fields.get(1).asOctets();
    if (type == WRAPPED) {
      oneOf(fields.get(0).asLong(), MASTER_KEY);
      return new KeyInfo.Wrapped(data);
    }
    oneOf(type, AGREED);
    Bytes scheme = fields.get(0).asOctets();
    if (scheme.size() != 1) {
      throw new Malformed("key_parameters of " + scheme.size() + " octets");
    }
    return new KeyInfo.Agreed(scheme.at(0), data);
  }

  /** By what key one asks for, or says it has taken. */
  static KeyChoice choice(KeyInfo info) throws Malformed {
    return switch (info) {
      case KeyInfo.Identified(boolean broadcast) ->
          broadcast ? KeyChoice.GLOBAL_BROADCAST : KeyChoice.GLOBAL_UNICAST;
      case KeyInfo.Wrapped _ -> KeyChoice.WRAPPED;
      case KeyInfo.Agreed(int scheme, Bytes _) ->
          switch (scheme) {
            case KeyInfo.Agreed.ONE_PASS -> KeyChoice.ONE_PASS;
            case KeyInfo.Agreed.STATIC_UNIFIED -> KeyChoice.STATIC_UNIFIED;
            default -> throw new Malformed("no key agreement scheme is " + scheme);
          };
    };
  }

  private static Data element(int type, Data options) {
    return Data.Structure.of(new Data.Enumerated(type), options);
  }

  private static List<Data> pair(Data structure) throws Malformed {
    List<Data> parts = structure.asList();
    if (parts.size() != 2) {
      throw new Malformed("a structure of 2 but there were " + parts.size());
    }
    return parts;
  }

  private static long oneOf(long value, int max) throws Malformed {
    if (value < 0 || value > max) {
      throw new Malformed("must be 0.." + max + " but was " + value);
    }
    return value;
  }
}
