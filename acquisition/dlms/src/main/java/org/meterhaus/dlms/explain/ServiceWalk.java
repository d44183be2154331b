package org.meterhaus.dlms.explain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.cosem.DataAccessResult;

/** Takes the messages of GET, SET, ACTION and ACCESS apart (IEC 62056-5-3, clause 9.5). */
final class ServiceWalk {

  private static final List<String> GET_REQUESTS = List.of("normal", "next", "with-list");
  private static final List<String> GET_RESPONSES =
      List.of("normal", "with-datablock", "with-list");
  private static final List<String> SET_REQUESTS =
      List.of(
          "normal",
          "with-first-datablock",
          "with-datablock",
          "with-list",
          "with-list-and-first-datablock");
  private static final List<String> SET_RESPONSES =
      List.of("normal", "datablock", "last-datablock", "last-datablock-with-list", "with-list");
  private static final List<String> ACTION_REQUESTS =
      List.of(
          "normal",
          "next-pblock",
          "with-list",
          "with-first-pblock",
          "with-list-and-first-pblock",
          "with-pblock");
  private static final List<String> ACTION_RESPONSES =
      List.of("normal", "with-pblock", "with-list", "next-pblock");

  private static final int VARIABLE_NAME = 2;
  private static final int VARIABLE_OCTETS = 3;

  private final Walk in;
  private final DataWalk data;

  ServiceWalk(Walk in) {
    this.in = in;
    this.data = new DataWalk(in);
  }

  Facts getRequest() throws Malformed {
    String form = form(GET_REQUESTS);
    Facts facts = begin("get-request-", form);
    return switch (form) {
      case "normal" -> facts.put("attribute", attribute()).put("accessSelection", selection());
      case "next" -> facts.put("blockNumber", in.u32("block number"));
      default -> facts.put("attributes", attributes());
    };
  }

  Facts getResponse() throws Malformed {
    String form = form(GET_RESPONSES);
    Facts facts = begin("get-response-", form);
    return switch (form) {
      case "normal" -> facts.put("result", result());
      case "with-datablock" -> {
        facts.put("lastBlock", last()).put("blockNumber", in.u32("block number"));
        yield in.u8("choice", choice -> choice == 0 ? "raw data" : "data-access-result") == 0
            ? facts.put("rawDataHex", in.counted("raw data").toString())
            : facts.put("dataAccessResult", accessResult());
      }
      default -> facts.put("results", list(1, this::result));
    };
  }

  Facts setRequest() throws Malformed {
    String form = form(SET_REQUESTS);
    Facts facts = begin("set-request-", form);
    return switch (form) {
      case "normal" ->
          facts
              .put("attribute", attribute())
              .put("accessSelection", selection())
              .put("value", data.value("value"));
      case "with-first-datablock" ->
          block(facts.put("attribute", attribute()).put("accessSelection", selection()));
      case "with-datablock" -> block(facts);
      case "with-list" ->
          facts.put("attributes", attributes()).put("values", list(1, () -> data.value("value")));
      default -> block(facts.put("attributes", attributes()));
    };
  }

  Facts setResponse() throws Malformed {
    String form = form(SET_RESPONSES);
    Facts facts = begin("set-response-", form);
    return switch (form) {
      case "normal" -> facts.put("result", accessResult());
      case "datablock" -> facts.put("blockNumber", in.u32("block number"));
      case "last-datablock" ->
          facts.put("result", accessResult()).put("blockNumber", in.u32("block number"));
      case "last-datablock-with-list" ->
          facts.put("results", numbers()).put("blockNumber", in.u32("block number"));
      default -> facts.put("results", numbers());
    };
  }

  Facts actionRequest() throws Malformed {
    String form = form(ACTION_REQUESTS);
    Facts facts = begin("action-request-", form);
    return switch (form) {
      case "normal" -> {
        facts.put("method", attribute());
        yield facts.put("parameters", in.flag("parameters") ? data.value("parameters") : null);
      }
      case "next-pblock" -> facts.put("blockNumber", in.u32("block number"));
      case "with-list" ->
          facts
              .put("methods", list(9, this::attribute))
              .put("parameters", list(1, () -> data.value("parameters")));
      case "with-first-pblock" -> block(facts.put("method", attribute()));
      case "with-list-and-first-pblock" -> block(facts.put("methods", list(9, this::attribute)));
      default -> block(facts);
    };
  }

  Facts actionResponse() throws Malformed {
    String form = form(ACTION_RESPONSES);
    Facts facts = begin("action-response-", form);
    return switch (form) {
      case "normal" -> facts.putAll(outcome());
      case "with-pblock" -> block(facts);
      case "with-list" -> facts.put("responses", list(2, () -> in.part("response", this::outcome)));
      default -> facts.put("blockNumber", in.u32("block number"));
    };
  }

  Facts accessRequest() throws Malformed {
    Facts facts = Facts.of("apdu", "access-request");
    longInvoke(facts);
    facts.put("dateTimeHex", dateTime());
    facts.put("specifications", list(9, this::specification));
    return facts.put("data", list(1, () -> data.value("data")));
  }

  Facts accessResponse() throws Malformed {
    Facts facts = Facts.of("apdu", "access-response");
    longInvoke(facts);
    facts.put("dateTimeHex", dateTime());
    facts.put("specifications", in.flag("specifications") ? list(9, this::specification) : null);
    facts.put("data", list(1, () -> data.value("data")));
    return facts.put("results", list(2, this::accessOutcome));
  }

  /** A service of associations with short names; nothing else speaks of variables here. */
  Facts informationReport() throws Malformed {
    Facts facts = Facts.of("apdu", "information-report-request");
    facts.put("dateTimeHex", in.flag("date-time") ? dateTime() : null);
    facts.put("variables", list(VARIABLE_OCTETS, () -> in.part("variable", this::variableName)));
    return facts.put("values", list(1, () -> data.value("value")));
  }

  private Facts variableName() throws Malformed {
    int choice = in.u8("form", form -> form == VARIABLE_NAME ? "variable-name" : "?");
    if (choice != VARIABLE_NAME) {
      throw in.malformed("variable-access-specification " + choice);
    }
    return Facts.of("variableName", in.u16("short name"));
  }

  /** The date-time of a message, which is an octet-string of 0 or 12 octets: its hex, or null. */
  @Nullable String dateTime() throws Malformed {
    String hex =
        in.part(
            "date-time",
            () -> {
              int length = in.length("length");
              Bytes octets = in.ahead(length);
              if (length > 0) {
                boolean whole = length == DateTimes.OCTETS;
                in.known("date-time", length, whole ? DateTimes.text(octets) : octets.toString());
              }
              return octets.toString();
            });
    return hex.isEmpty() ? null : hex;
  }

  void longInvoke(Facts facts) throws Malformed {
    String raw = in.ahead(4).toString();
    long value = in.u32("long-invoke-id-and-priority");
    facts.put(
        "longInvokeIdAndPriority",
        Facts.of("raw", raw)
            .put("invokeId", value & 0xFF_FFFF)
            .put("selfDescriptive", ((value >> 28) & 1) == 1)
            .put("breakOnError", ((value >> 29) & 1) == 1)
            .put("confirmed", ((value >> 30) & 1) == 1)
            .put("highPriority", value >> 31 == 1));
  }

  Facts attribute() throws Malformed {
    return in.part("target", this::target);
  }

  private Facts target() throws Malformed {
    int classId = in.u16("class id");
    Bytes name = in.ahead(6);
    in.known("instance id", 6, Texts.obis(name));
    return Facts.of("classId", classId)
        .put("instance", Texts.dotted(name))
        .put("id", in.signed("attribute or method", 1));
  }

  private String form(List<String> forms) throws Malformed {
    int form = in.peek();
    if (form < 1 || form > forms.size()) {
      throw in.malformed("form " + form + " of the message is not known");
    }
    return forms.get(in.u8("form", number -> forms.get(number - 1)) - 1);
  }

  private Facts begin(String service, String form) throws Malformed {
    int octet = in.u8("invoke-id-and-priority", ServiceWalk::invokeText);
    return Facts.of("apdu", service + form)
        .put(
            "invokeIdAndPriority",
            Facts.of("raw", "%02x".formatted(octet))
                .put("invokeId", octet & 0x0F)
                .put("confirmed", (octet & 0x40) != 0)
                .put("highPriority", (octet & 0x80) != 0));
  }

  private static String invokeText(int octet) {
    return "invoke id %d, %s, %s priority"
        .formatted(
            octet & 0x0F,
            (octet & 0x40) == 0 ? "unconfirmed" : "confirmed",
            (octet & 0x80) == 0 ? "normal" : "high");
  }

  private @Nullable Facts selection() throws Malformed {
    return in.flag("access selection") ? in.part("access selection", this::selector) : null;
  }

  private Facts selector() throws Malformed {
    return Facts.of("selector", in.u8("selector")).put("parameters", data.value("parameters"));
  }

  private List<Object> attributes() throws Malformed {
    return list(10, () -> attribute().put("accessSelection", selection()));
  }

  private Facts result() throws Malformed {
    return in.part(
        "result",
        () ->
            switch (in.u8("choice", choice -> choice == 0 ? "data" : "data-access-result")) {
              case 0 -> Facts.of("data", data.value("data"));
              case 1 -> Facts.of("dataAccessResult", accessResult());
              default -> throw in.malformed("neither value nor result");
            });
  }

  private Facts outcome() throws Malformed {
    return Facts.of("actionResult", in.u8("action-result", ActionResult::nameOf))
        .put("returnParameters", in.flag("return parameters") ? result() : null);
  }

  private int accessResult() throws Malformed {
    return in.u8("data-access-result", DataAccessResult::nameOf);
  }

  private List<Object> numbers() throws Malformed {
    int count = in.count(1);
    List<Object> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(accessResult());
    }
    return all;
  }

  private boolean last() throws Malformed {
    return in.u8("last block", value -> value == 0 ? "no" : "yes") != 0;
  }

  private Facts block(Facts facts) throws Malformed {
    return facts
        .put("lastBlock", last())
        .put("blockNumber", in.u32("block number"))
        .put("rawDataHex", in.counted("raw data").toString());
  }

  private Facts specification() throws Malformed {
    return in.part(
        "specification",
        () -> {
          int choice = in.u8("choice", ServiceWalk::specificationName);
          String name = specificationName(choice);
          if (name.equals("?")) {
            throw in.malformed("unknown access-request-specification " + choice);
          }
          Facts facts = Facts.of("kind", name).putAll(target());
          return choice > 3 ? facts.put("accessSelection", selector()) : facts;
        });
  }

  private static String specificationName(int choice) {
    return switch (choice) {
      case 1 -> "get";
      case 2 -> "set";
      case 3 -> "action";
      case 4 -> "get-with-selection";
      case 5 -> "set-with-selection";
      default -> "?";
    };
  }

  private Facts accessOutcome() throws Malformed {
    return in.part(
        "outcome",
        () -> {
          int choice = in.u8("choice", ServiceWalk::specificationName);
          if (choice < 1 || choice > 3) {
            throw in.malformed("unknown access-response-specification " + choice);
          }
          return Facts.of("kind", specificationName(choice))
              .put(
                  "result",
                  choice == 3 ? in.u8("action-result", ActionResult::nameOf) : accessResult());
        });
  }

  private List<Object> list(int octetsEach, Walk.Step<Facts> step) throws Malformed {
    return in.part(
        "list",
        () -> {
          int count = in.count(octetsEach);
          List<Object> all = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            all.add(step.take().asMap());
          }
          return all;
        });
  }
}
