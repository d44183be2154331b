package org.meterhaus.dlms.explain;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.hdlc.HdlcAddress;

/** Says what octets mean. Stateless; what is protected stays so. */
public final class Explainer {

  private static final int WRAPPER_VERSION = 1;

  private Explainer() {}

  /**
   * One message.
   *
   * @throws Malformed if it is none, with the octet where that shows
   */
  public static Explanation message(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    Facts facts = new ApduWalk(walk).any();
    walk.finish(String.valueOf(facts.get("apdu")));
    return explanation(walk, facts);
  }

  /**
   * One value in A-XDR, as {@code data}.
   *
   * @throws Malformed if it is none
   */
  public static Explanation data(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    Facts facts = Facts.of("data", new DataWalk(walk).value("data"));
    walk.finish("value");
    return explanation(walk, facts);
  }

  /**
   * One message behind the wrapper of TCP and UDP (IEC 62056-4-7), as {@code wrapper} and {@code
   * apdu}.
   *
   * @throws Malformed if header or message are wrong, or the lengths do not fit
   */
  public static Explanation wrapper(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    Facts header =
        walk.part(
            "wrapper",
            () -> {
              int version = walk.u16("version");
              if (version != WRAPPER_VERSION) {
                throw new Malformed("wrapper version must be 1 but was " + version, 0);
              }
              return Facts.of("version", version)
                  .put("sourceWPort", walk.u16("source port"))
                  .put("destinationWPort", walk.u16("destination port"))
                  .put("length", walk.u16("length"));
            });
    int length = walk.left();
    if (!Integer.valueOf(length).equals(header.get("length"))) {
      throw new Malformed(
          "wrapper says %s octets, %d follow".formatted(header.get("length"), length), 6);
    }
    Facts apdu = walk.part("message", length, new ApduWalk(walk)::any);
    return explanation(walk, Facts.of("wrapper", header).put("apdu", apdu));
  }

  /**
   * The fields of a date-time of 12 octets, and the same as ISO 8601 writes it.
   *
   * @throws Malformed if it has another length
   */
  public static Explanation dateTime(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    walk.known(
        "date-time",
        DateTimes.OCTETS,
        octets.size() < DateTimes.OCTETS ? "" : DateTimes.text(octets));
    walk.finish("date-time");
    return explanation(
        walk, Facts.of("fields", DateTimes.fields(octets)).put("iso", DateTimes.iso(octets)));
  }

  /**
   * A length as A-XDR and BER write it.
   *
   * @throws Malformed if it is none
   */
  public static Explanation length(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    int length = walk.length("length");
    walk.finish("length");
    return explanation(walk, Facts.of("length", length));
  }

  /**
   * The bits of a conformance block behind its length.
   *
   * @throws Malformed if it is none
   */
  public static Explanation conformance(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    int unused = walk.u8("unused bits");
    Bytes bits = walk.ahead(3);
    List<Object> services = Texts.conformance(bits.at(0) << 16 | bits.at(1) << 8 | bits.at(2));
    walk.known("services", 3, services.toString());
    walk.finish("conformance block");
    return explanation(walk, Facts.of("unusedBits", unused).put("bits", services));
  }

  /**
   * The object_list of an association, as {@code count} and {@code objects}.
   *
   * @throws Malformed if it is none
   */
  public static Explanation objectList(Bytes octets) throws Malformed {
    Explanation data = data(octets);
    List<Object> objects = new ArrayList<>();
    for (List<?> row : ObjectRows.of(data.value().get("data"))) {
      objects.add(ObjectRows.object(row).asMap());
    }
    Facts facts = Facts.of("count", objects.size()).put("objects", objects);
    return new Explanation(octets, data.parts(), facts.asMap());
  }

  /**
   * HDLC frames and what stands between them, octet by octet.
   *
   * @throws Malformed if there are more parts than are explained; damaged frames are told instead
   */
  public static Framed hdlc(Bytes octets) throws Malformed {
    return new HdlcWalk(octets).framed();
  }

  /**
   * Long frames of the wired M-Bus and what stands between them, octet by octet.
   *
   * @throws Malformed if there are more parts than are explained; damaged frames are told instead
   */
  public static Framed mbus(Bytes octets) throws Malformed {
    return new MbusWalk(octets).framed();
  }

  /**
   * An HDLC address field.
   *
   * @throws Malformed if it is none
   */
  public static Explanation hdlcAddress(Bytes octets) throws Malformed {
    Walk walk = new Walk(octets);
    HdlcAddress address = HdlcAddress.decode(octets);
    walk.known("address", octets.size(), address.toString());
    return explanation(walk, HdlcWalk.facts(address, octets));
  }

  private static Explanation explanation(Walk walk, Facts facts) {
    return new Explanation(walk.octets(), walk.parts(), facts.asMap());
  }
}
