package org.meterhaus.dlms.apdu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.vectors.DataJson;
import org.meterhaus.dlms.vectors.Vector;

/** Compares messages with what a vector says of them. */
final class ApduJson {

  private ApduJson() {}

  /** Whether all that the vector holds is kept by our records, so that it can be written back. */
  static boolean isWritable(Vector vector) {
    JsonNode expect = vector.expect();
    String mechanism = expect.path("mechanismName").asText("");
    return isAbsent(expect.path("proposedQualityOfService"))
        && isAbsent(expect.path("negotiatedQualityOfService"))
        && isAbsent(expect.path("protocolVersion"))
        && !mechanism.endsWith(".0")
        && mechanism.isEmpty() == expect.path("acseRequirements").isMissingNode();
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  static void assertSame(Apdu apdu, JsonNode expect) {
    if (expect.has("invokeIdAndPriority")) {
      assertThat(Bytes.of(invoke(apdu)))
          .hasToString(expect.get("invokeIdAndPriority").get("raw").asText());
    }
    switch (apdu) {
      case Apdu.Aarq aarq -> assertAarq(aarq, expect);
      case Apdu.Aare aare -> assertAare(aare, expect);
      case Apdu.ReleaseRequest(int reason, Bytes information) -> {
        assertThat(reason).isEqualTo(expect.path("reason").asInt());
        assertHex(information, expect.path("userInformationHex"));
      }
      case Apdu.ReleaseResponse(int reason, Bytes information) -> {
        assertThat(reason).isEqualTo(expect.path("reason").asInt());
        assertHex(information, expect.path("userInformationHex"));
      }
      case Apdu.InitiateRequest request -> assertInitiate(request, expect);
      case Apdu.InitiateResponse(int version, Conformance conformance, int maxPdu) -> {
        assertThat(version).isEqualTo(expect.get("negotiatedDlmsVersion").asInt());
        assertConformance(conformance, expect.get("negotiatedConformanceHex"));
        assertThat(maxPdu).isEqualTo(expect.get("serverMaxReceivePduSize").asInt());
      }
      case Apdu.ConfirmedServiceError(int service, int error, int value) -> {
        assertThat(service).isEqualTo(1);
        assertThat(expect.get("service").asText()).isEqualTo("initiateError");
        assertThat(error).isEqualTo(6);
        assertThat(value).isEqualTo(expect.get("value").asInt());
      }
      case Apdu.ExceptionResponse(int stateError, int serviceError, long counter) -> {
        assertThat(stateError).isEqualTo(expect.get("stateError").asInt());
        assertThat(serviceError).isEqualTo(expect.get("serviceError").asInt());
        assertThat(counter).isEqualTo(expect.path("invocationCounter").asLong(-1));
      }
      case Apdu.GetRequest(int _, AttributeSelection target) -> assertTarget(target, expect);
      case Apdu.GetRequestNext(int _, long blockNumber) ->
          assertThat(blockNumber).isEqualTo(expect.get("blockNumber").asLong());
      case Apdu.GetRequestWithList(int _, List<AttributeSelection> targets) -> {
        assertTargets(targets, expect.get("attributes"));
      }
      case Apdu.GetResponse(int _, GetResult result) -> assertResult(result, expect.get("result"));
      case Apdu.GetResponseWithDatablock block -> assertBlock(block, expect);
      case Apdu.GetResponseWithList(int _, List<GetResult> results) -> {
        assertThat(results).hasSize(expect.get("results").size());
        for (int i = 0; i < results.size(); i++) {
          assertResult(results.get(i), expect.get("results").get(i));
        }
      }
      case Apdu.SetRequest(int _, AttributeSelection target, Data value) -> {
        assertTarget(target, expect);
        DataJson.assertSame(value, expect.get("value"));
      }
      case Apdu.SetResponse(int _, int result) ->
          assertThat(result).isEqualTo(expect.get("result").asInt());
      case Apdu.ActionRequest request -> assertAction(request, expect);
      case Apdu.ActionResponse(int _, int result, GetResult returned) ->
          assertOutcome(result, returned, expect);
      case Apdu.SetRequestWithList(int _, var targets, var values) -> {
        assertTargets(targets, expect.get("attributes"));
        assertValues(values, expect.get("values"));
      }
      case Apdu.SetRequestWithFirstDatablock(int _, var target, var block) -> {
        assertTarget(target, expect);
        assertBlock(block, expect);
      }
      case Apdu.SetRequestWithListAndFirstDatablock(int _, var targets, var block) -> {
        assertTargets(targets, expect.get("attributes"));
        assertBlock(block, expect);
      }
      case Apdu.SetRequestWithDatablock(int _, var block) -> assertBlock(block, expect);
      case Apdu.SetResponseDatablock(int _, long number) -> assertNumber(number, expect);
      case Apdu.SetResponseLastDatablock(int _, int result, long number) -> {
        assertThat(result).isEqualTo(expect.get("result").asInt());
        assertNumber(number, expect);
      }
      case Apdu.SetResponseLastDatablockWithList(int _, var results, long number) -> {
        assertResults(results, expect.get("results"));
        assertNumber(number, expect);
      }
      case Apdu.SetResponseWithList(int _, var results) ->
          assertResults(results, expect.get("results"));
      case Apdu.ActionRequestNextPblock(int _, long number) -> assertNumber(number, expect);
      case Apdu.ActionRequestWithList(int _, var methods, var parameters) -> {
        assertMethods(methods, expect.get("methods"));
        assertValues(parameters, expect.get("parameters"));
      }
      case Apdu.ActionRequestWithFirstPblock(int _, var method, var block) -> {
        assertMethod(method, expect.get("method"));
        assertBlock(block, expect);
      }
      case Apdu.ActionRequestWithListAndFirstPblock(int _, var methods, var block) -> {
        assertMethods(methods, expect.get("methods"));
        assertBlock(block, expect);
      }
      case Apdu.ActionRequestWithPblock(int _, var block) -> assertBlock(block, expect);
      case Apdu.ActionResponseWithPblock(int _, var block) -> assertBlock(block, expect);
      case Apdu.ActionResponseWithList(int _, var outcomes) -> {
        assertThat(outcomes).hasSize(expect.get("responses").size());
        for (int i = 0; i < outcomes.size(); i++) {
          JsonNode each = expect.get("responses").get(i);
          assertOutcome(outcomes.get(i).result(), outcomes.get(i).returned(), each);
        }
      }
      case Apdu.ActionResponseNextPblock(int _, long number) -> assertNumber(number, expect);
      case Apdu.AccessRequest request -> {
        assertLongInvoke(request.invoke(), expect);
        assertThat(request.specifications()).hasSize(expect.get("specifications").size());
        for (int i = 0; i < request.specifications().size(); i++) {
          assertSpecification(request.specifications().get(i), expect.get("specifications").get(i));
        }
        assertValues(request.data(), expect.get("data"));
      }
      case Apdu.AccessResponse response -> {
        assertLongInvoke(response.invoke(), expect);
        assertValues(response.data(), expect.get("data"));
        assertThat(response.outcomes()).hasSize(expect.get("results").size());
        for (int i = 0; i < response.outcomes().size(); i++) {
          assertThat(response.outcomes().get(i).result())
              .isEqualTo(expect.get("results").get(i).get("result").asInt());
        }
      }
      case Apdu.GeneralBlockTransfer block -> {
        assertThat(block.last()).isEqualTo(expect.get("lastBlock").asBoolean());
        assertThat(block.streaming()).isEqualTo(expect.get("streaming").asBoolean());
        assertThat(block.window()).isEqualTo(expect.get("window").asInt());
        assertNumber(block.number(), expect);
        assertThat(block.acknowledged()).isEqualTo(expect.get("blockNumberAck").asInt());
        assertHex(block.octets(), expect.get("blockDataHex"));
      }
      case Apdu.DataNotification notification -> {
        assertLongInvoke(notification.invoke(), expect);
        assertHex(notification.dateTime(), expect.path("dateTimeHex"));
        DataJson.assertSame(notification.body(), expect.get("body"));
      }
      case Apdu.EventNotification(Bytes time, var attribute, Data value) -> {
        assertHex(time, expect.path("dateTimeHex"));
        assertAttribute(new AttributeSelection(attribute, null), expect.get("attribute"));
        DataJson.assertSame(value, expect.get("value"));
      }
      case Apdu.InformationReport _ -> throw new AssertionError("no vector has an expectation");
      case Apdu.Ciphered ciphered -> assertHex(ciphered.payload(), expect.path("ciphertextHex"));
    }
  }

  private static void assertAarq(Apdu.Aarq aarq, JsonNode expect) {
    assertArc(aarq.context(), expect.path("applicationContextName"));
    assertArc(aarq.mechanism(), expect.path("mechanismName"));
    assertHex(aarq.callingTitle(), expect.path("callingApTitle"));
    assertHex(aarq.authentication(), expect.path("authenticationValue"));
    assertHex(aarq.userInformation(), expect.path("userInformationHex"));
  }

  private static void assertAare(Apdu.Aare aare, JsonNode expect) {
    assertArc(aare.context(), expect.path("applicationContextName"));
    assertArc(aare.mechanism(), expect.path("mechanismName"));
    assertThat(aare.result()).isEqualTo(expect.get("result").asInt());
    assertThat(aare.diagnostic())
        .isEqualTo(expect.get("resultSourceDiagnostic").get("value").asInt());
    assertHex(aare.respondingTitle(), expect.path("respondingApTitle"));
    assertHex(aare.authentication(), expect.path("authenticationValue"));
    assertHex(aare.userInformation(), expect.path("userInformationHex"));
  }

  private static void assertInitiate(Apdu.InitiateRequest request, JsonNode expect) {
    assertHex(request.dedicatedKey(), expect.path("dedicatedKey"));
    assertThat(request.responseAllowed()).isEqualTo(expect.get("responseAllowed").asBoolean());
    assertThat(request.dlmsVersion()).isEqualTo(expect.get("proposedDlmsVersion").asInt());
    assertConformance(request.conformance(), expect.get("proposedConformanceHex"));
    assertThat(request.maxReceivePduSize())
        .isEqualTo(expect.get("clientMaxReceivePduSize").asInt());
  }

  private static void assertBlock(Apdu.GetResponseWithDatablock response, JsonNode expect) {
    assertThat(response.lastBlock()).isEqualTo(expect.get("lastBlock").asBoolean());
    assertThat(response.blockNumber()).isEqualTo(expect.get("blockNumber").asLong());
    switch (response.block()) {
      case Block.Raw(Bytes octets) -> assertHex(octets, expect.path("rawDataHex"));
      case Block.Aborted(int code) ->
          assertThat(code).isEqualTo(expect.get("dataAccessResult").asInt());
    }
  }

  private static void assertAction(Apdu.ActionRequest request, JsonNode expect) {
    assertMethod(request.method(), expect.get("method"));
    Data parameter = request.parameter();
    assertThat(parameter == null).isEqualTo(isAbsent(expect.path("parameters")));
    if (parameter != null) {
      DataJson.assertSame(parameter, expect.get("parameters"));
    }
  }

  private static void assertMethod(MethodRef method, JsonNode expected) {
    assertThat(method.classId()).isEqualTo(expected.get("classId").asInt());
    assertThat(method.object()).hasToString(expected.get("instance").asText());
    assertThat(method.method()).isEqualTo(expected.get("id").asInt());
  }

  private static void assertMethods(List<MethodRef> methods, JsonNode expected) {
    assertThat(methods).hasSize(expected.size());
    for (int i = 0; i < methods.size(); i++) {
      assertMethod(methods.get(i), expected.get(i));
    }
  }

  private static void assertTargets(List<AttributeSelection> targets, JsonNode expected) {
    assertThat(targets).hasSize(expected.size());
    for (int i = 0; i < targets.size(); i++) {
      assertAttribute(targets.get(i), expected.get(i));
      assertSelection(targets.get(i), expected.get(i));
    }
  }

  private static void assertValues(List<Data> values, JsonNode expected) {
    assertThat(values).hasSize(expected.size());
    for (int i = 0; i < values.size(); i++) {
      DataJson.assertSame(values.get(i), expected.get(i));
    }
  }

  private static void assertResults(List<Integer> results, JsonNode expected) {
    assertThat(results).hasSize(expected.size());
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i)).isEqualTo(expected.get(i).asInt());
    }
  }

  private static void assertBlock(Apdu.DataBlock block, JsonNode expect) {
    assertThat(block.last()).isEqualTo(expect.get("lastBlock").asBoolean());
    assertNumber(block.number(), expect);
    assertHex(block.octets(), expect.get("rawDataHex"));
  }

  private static void assertNumber(long number, JsonNode expect) {
    assertThat(number).isEqualTo(expect.get("blockNumber").asLong());
  }

  private static void assertOutcome(int result, @Nullable GetResult returned, JsonNode expect) {
    assertThat(result).isEqualTo(expect.get("actionResult").asInt());
    assertThat(returned == null).isEqualTo(isAbsent(expect.path("returnParameters")));
    if (returned != null) {
      assertResult(returned, expect.get("returnParameters"));
    }
  }

  private static void assertLongInvoke(long invoke, JsonNode expect) {
    assertThat("%08x".formatted(invoke))
        .isEqualTo(expect.get("longInvokeIdAndPriority").get("raw").asText());
  }

  private static void assertSpecification(Apdu.AccessSpecification specification, JsonNode each) {
    switch (specification) {
      case Apdu.AccessSpecification.Get(var target) -> {
        assertThat(each.get("kind").asText()).startsWith("get");
        assertAttribute(target, each);
      }
      case Apdu.AccessSpecification.Set(var target) -> {
        assertThat(each.get("kind").asText()).startsWith("set");
        assertAttribute(target, each);
      }
      case Apdu.AccessSpecification.Action(var method) -> {
        assertThat(each.get("kind").asText()).isEqualTo("action");
        assertMethod(method, each);
      }
    }
  }

  private static int invoke(Apdu apdu) {
    return switch (apdu) {
      case Apdu.Request request -> request.invoke();
      case Apdu.GetResponse response -> response.invoke();
      case Apdu.GetResponseWithDatablock response -> response.invoke();
      case Apdu.GetResponseWithList response -> response.invoke();
      case Apdu.SetResponse response -> response.invoke();
      case Apdu.ActionResponse response -> response.invoke();
      case Apdu.SetResponseDatablock response -> response.invoke();
      case Apdu.SetResponseLastDatablock response -> response.invoke();
      case Apdu.SetResponseLastDatablockWithList response -> response.invoke();
      case Apdu.SetResponseWithList response -> response.invoke();
      case Apdu.ActionResponseWithPblock response -> response.invoke();
      case Apdu.ActionResponseWithList response -> response.invoke();
      case Apdu.ActionResponseNextPblock response -> response.invoke();
      default -> throw new AssertionError("no invoke id: " + apdu);
    };
  }

  private static void assertTarget(AttributeSelection target, JsonNode expect) {
    assertAttribute(target, expect.get("attribute"));
    assertSelection(target, expect);
  }

  private static void assertAttribute(AttributeSelection target, JsonNode expected) {
    assertThat(target.attribute().classId()).isEqualTo(expected.get("classId").asInt());
    assertThat(target.attribute().object()).hasToString(expected.get("instance").asText());
    assertThat(target.attribute().attribute()).isEqualTo(expected.get("id").asInt());
  }

  private static void assertSelection(AttributeSelection target, JsonNode expect) {
    AccessSelection selection = target.selection();
    JsonNode expected = expect.path("accessSelection");
    assertThat(selection == null).isEqualTo(isAbsent(expected));
    if (selection != null) {
      assertThat(selection.selector()).isEqualTo(expected.get("selector").asInt());
      DataJson.assertSame(selection.parameters(), expected.get("parameters"));
    }
  }

  private static void assertResult(GetResult result, JsonNode expected) {
    switch (result) {
      case GetResult.Value(Data data) -> DataJson.assertSame(data, expected.get("data"));
      case GetResult.Refusal(int code) ->
          assertThat(code).isEqualTo(expected.get("dataAccessResult").asInt());
    }
  }

  private static void assertConformance(Conformance conformance, JsonNode expected) {
    assertThat("%06x".formatted(conformance.bits())).isEqualTo(expected.asText());
  }

  private static void assertArc(int arc, JsonNode name) {
    if (name.isMissingNode()) {
      assertThat(arc).isZero();
    } else {
      assertThat(name.asText()).startsWith("2.16.756.5.8.").endsWith("." + arc);
    }
  }

  private static void assertHex(@Nullable Bytes octets, JsonNode expected) {
    String hex = isAbsent(expected) ? "" : expected.asText();
    assertThat(octets == null ? "" : octets.toString()).isEqualTo(hex);
  }
}
