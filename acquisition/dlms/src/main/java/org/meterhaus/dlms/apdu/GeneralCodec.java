package org.meterhaus.dlms.apdu;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.AccessOutcome;
import org.meterhaus.dlms.apdu.Apdu.AccessSpecification;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;

/** ACCESS, general-block-transfer and notifications. Stateless. */
final class GeneralCodec {

  private static final int GET = 1;
  private static final int SET = 2;
  private static final int ACTION = 3;
  private static final int GET_WITH_SELECTION = 4;
  private static final int SET_WITH_SELECTION = 5;
  private static final int SPECIFICATION_OCTETS = 10;
  private static final int OUTCOME_OCTETS = 2;

  /** The one variable-access-specification that an information report has. */
  private static final int VARIABLE_NAME = 2;

  private static final int VARIABLE_OCTETS = 3;

  private static final int LAST = 0x80;
  private static final int STREAMING = 0x40;
  private static final int WINDOW = 0x3F;

  private GeneralCodec() {}

  static void encode(Apdu.AccessRequest request, OctetWriter out) {
    out.u8(Tags.ACCESS_REQUEST).u32(request.invoke()).counted(request.dateTime());
    specifications(request.specifications(), out);
    Fields.values(request.data(), out);
  }

  static void encode(Apdu.AccessResponse response, OctetWriter out) {
    out.u8(Tags.ACCESS_RESPONSE).u32(response.invoke()).counted(response.dateTime());
    List<AccessSpecification> specifications = response.specifications();
    out.u8(specifications == null ? 0 : 1);
    if (specifications != null) {
      specifications(specifications, out);
    }
    Fields.values(response.data(), out);
    out.length(response.outcomes().size());
    response.outcomes().forEach(outcome -> out.u8(outcome.kind()).u8(outcome.result()));
  }

  static void encode(Apdu.GeneralBlockTransfer block, OctetWriter out) {
    int control = (block.last() ? LAST : 0) | (block.streaming() ? STREAMING : 0) | block.window();
    out.u8(Tags.GENERAL_BLOCK_TRANSFER).u8(control).u16(block.number()).u16(block.acknowledged());
    out.counted(block.octets());
  }

  static void encode(Apdu.DataNotification notification, OctetWriter out) {
    out.u8(Tags.DATA_NOTIFICATION).u32(notification.invoke()).counted(notification.dateTime());
    DataCodec.encode(notification.body(), out);
  }

  static void encode(Apdu.EventNotification notification, OctetWriter out) {
    Bytes time = notification.dateTime();
    out.u8(Tags.EVENT_NOTIFICATION).u8(time == null ? 0 : 1);
    if (time != null) {
      out.counted(time);
    }
    Fields.attribute(notification.attribute(), out);
    DataCodec.encode(notification.value(), out);
  }

  static void encode(Apdu.InformationReport report, OctetWriter out) {
    Bytes time = report.time();
    out.u8(Tags.INFORMATION_REPORT).u8(time == null ? 0 : 1);
    if (time != null) {
      out.counted(time);
    }
    out.length(report.names().size());
    report.names().forEach(name -> out.u8(VARIABLE_NAME).u16(name));
    Fields.values(report.values(), out);
  }

  static Apdu accessRequest(ByteBuffer in, DataLimits limits) throws Malformed {
    long invoke = Fields.u32(in);
    Bytes dateTime = Fields.counted(in);
    List<AccessSpecification> specifications = specifications(in, limits);
    return new Apdu.AccessRequest(invoke, dateTime, specifications, Fields.values(in, limits));
  }

  static Apdu accessResponse(ByteBuffer in, DataLimits limits) throws Malformed {
    long invoke = Fields.u32(in);
    Bytes dateTime = Fields.counted(in);
    @Nullable List<AccessSpecification> specifications =
        Fields.flag(in) ? specifications(in, limits) : null;
    List<Data> data = Fields.values(in, limits);
    List<AccessOutcome> outcomes =
        Fields.list(in, limits, OUTCOME_OCTETS, (each, _) -> outcome(each));
    return new Apdu.AccessResponse(invoke, dateTime, specifications, data, outcomes);
  }

  static Apdu blockTransfer(ByteBuffer in) throws Malformed {
    int control = Fields.u8(in);
    return new Apdu.GeneralBlockTransfer(
        (control & LAST) != 0,
        (control & STREAMING) != 0,
        control & WINDOW,
        Fields.u16(in),
        Fields.u16(in),
        Fields.counted(in));
  }

  static Apdu dataNotification(ByteBuffer in, DataLimits limits) throws Malformed {
    return new Apdu.DataNotification(
        Fields.u32(in), Fields.counted(in), DataCodec.decode(in, limits));
  }

  static Apdu eventNotification(ByteBuffer in, DataLimits limits) throws Malformed {
    Bytes time = Fields.flag(in) ? Fields.counted(in) : null;
    AttributeRef attribute = Fields.attribute(in);
    return new Apdu.EventNotification(time, attribute, DataCodec.decode(in, limits));
  }

  static Apdu informationReport(ByteBuffer in, DataLimits limits) throws Malformed {
    Bytes time = Fields.flag(in) ? Fields.counted(in) : null;
    List<Integer> names = Fields.list(in, limits, VARIABLE_OCTETS, (each, _) -> variableName(each));
    int at = in.position();
    List<Data> values = Fields.values(in, limits);
    if (names.size() != values.size()) {
      throw new Malformed(names.size() + " variables but " + values.size() + " values", at);
    }
    return new Apdu.InformationReport(time, names, values);
  }

  private static int variableName(ByteBuffer in) throws Malformed {
    int choice = Fields.u8(in);
    if (choice != VARIABLE_NAME) {
      throw new Malformed("variable-access-specification " + choice, in.position() - 1);
    }
    return Fields.u16(in);
  }

  private static AccessOutcome outcome(ByteBuffer in) throws Malformed {
    int kind = Fields.u8(in);
    if (kind < AccessOutcome.GET || kind > AccessOutcome.ACTION) {
      throw new Malformed("access-response-specification " + kind, in.position() - 1);
    }
    return new AccessOutcome(kind, Fields.u8(in));
  }

  private static void specifications(List<AccessSpecification> all, OctetWriter out) {
    out.length(all.size());
    for (AccessSpecification each : all) {
      switch (each) {
        case AccessSpecification.Get(AttributeSelection target) ->
            target(target, GET, GET_WITH_SELECTION, out);
        case AccessSpecification.Set(AttributeSelection target) ->
            target(target, SET, SET_WITH_SELECTION, out);
        case AccessSpecification.Action action -> Fields.method(action.method(), out.u8(ACTION));
      }
    }
  }

  private static void target(AttributeSelection target, int whole, int selected, OctetWriter out) {
    AccessSelection selection = target.selection();
    Fields.attribute(target.attribute(), out.u8(selection == null ? whole : selected));
    if (selection != null) {
      Fields.selection(selection, out);
    }
  }

  private static List<AccessSpecification> specifications(ByteBuffer in, DataLimits limits)
      throws Malformed {
    return Fields.list(in, limits, SPECIFICATION_OCTETS, GeneralCodec::specification);
  }

  private static AccessSpecification specification(ByteBuffer in, DataLimits limits)
      throws Malformed {
    return switch (Fields.u8(in)) {
      case GET -> new AccessSpecification.Get(new AttributeSelection(Fields.attribute(in), null));
      case SET -> new AccessSpecification.Set(new AttributeSelection(Fields.attribute(in), null));
      case ACTION -> new AccessSpecification.Action(Fields.method(in));
      case GET_WITH_SELECTION -> new AccessSpecification.Get(selected(in, limits));
      case SET_WITH_SELECTION -> new AccessSpecification.Set(selected(in, limits));
      default -> throw new Malformed("unknown access-request-specification", in.position() - 1);
    };
  }

  private static AttributeSelection selected(ByteBuffer in, DataLimits limits) throws Malformed {
    return new AttributeSelection(Fields.attribute(in), Fields.selection(in, limits));
  }
}
