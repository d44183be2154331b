package org.meterhaus.dlms.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.apdu.Apdu.ExceptionResponse;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.objects.DataObject;

@DisplayName("A request beyond a limit of the server")
class RequestLimitsTest {

  private static final ObisCode NAME = ObisCode.parse("0-0:96.1.0*255");
  private static final AttributeSelection VALUE =
      new AttributeSelection(new AttributeRef(InterfaceClass.DATA, NAME, 2), null);
  private static final int MAX_BLOCKS_OCTETS = 1 << 20;

  /** The value was read, and is none that the object takes. */
  private static final Apdu UNDERSTOOD =
      new Apdu.SetResponse(0xC1, DataAccessResult.TYPE_UNMATCHED.code());

  private static final ExceptionResponse NOT_TAKEN =
      new ExceptionResponse(ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.OTHER_REASON);

  private static ServerSession session(Data value, Conformance conformance, int clientTakes)
      throws Exception {
    var device =
        new LogicalDevice(
            1, new DeviceSecurity.Open(), ObjectDirectory.of(DataObject.variable(NAME, value)));
    var session = ServerSession.of(device, "somewhere", 16, ServerLimits.DEFAULT);
    Apdu aare =
        ask(
            session,
            new Apdu.Aarq(
                Apdu.CONTEXT_LN,
                null,
                0,
                null,
                ApduCodec.encode(new Apdu.InitiateRequest(6, conformance, clientTakes))));
    assertThat(aare).isInstanceOfSatisfying(Apdu.Aare.class, a -> assertThat(a.result()).isZero());
    return session;
  }

  private static ServerSession session() throws Exception {
    return session(new Data.Unsigned8(0), Conformance.SUPPORTED, 0xFFFF);
  }

  private static Apdu ask(ServerSession session, Apdu request) throws Exception {
    return ApduCodec.decode(session.answer(ApduCodec.encode(request)), DataLimits.DEFAULT);
  }

  private static Data nested(int depth) {
    Data value = new Data.NullData();
    for (int i = 0; i < depth; i++) {
      value = new Data.Array(List.of(value));
    }
    return value;
  }

  private static Data nulls(int elements) {
    return new Data.Array(Collections.nCopies(elements, new Data.NullData()));
  }

  private static Apdu write(Data value) {
    return new Apdu.SetRequest(0xC1, VALUE, value);
  }

  @Test
  void nested_deeper_is_answered_with_an_exception() throws Exception {
    int most = ServerLimits.DEFAULT.dataLimits().maxDepth();

    assertThat(ask(session(), write(nested(most)))).isEqualTo(UNDERSTOOD);
    assertThat(ask(session(), write(nested(most + 1)))).isEqualTo(NOT_TAKEN);
  }

  @Test
  void of_more_elements_is_answered_with_an_exception() throws Exception {
    int most = ServerLimits.DEFAULT.dataLimits().maxElements();

    assertThat(ask(session(), write(nulls(most)))).isEqualTo(UNDERSTOOD);
    assertThat(ask(session(), write(nulls(most + 1)))).isEqualTo(NOT_TAKEN);
  }

  @Test
  void of_a_list_with_more_parts_than_octets_is_answered_with_an_exception() throws Exception {
    // Eleven octets a target: so many cannot follow.
    assertThat(
            ApduCodec.decode(
                session().answer(Bytes.ofHex("c003c1ff0003010000600100ff0200")),
                DataLimits.DEFAULT))
        .isEqualTo(NOT_TAKEN);
  }

  @Test
  void in_blocks_is_aborted_when_it_gets_too_long() throws Exception {
    ServerSession session = session();
    Bytes block = Bytes.copyOf(new byte[32 << 10]);
    int whole = MAX_BLOCKS_OCTETS / block.size();

    List<Apdu> answers = new ArrayList<>();
    answers.add(
        ask(
            session,
            new Apdu.SetRequestWithFirstDatablock(0xC1, VALUE, new DataBlock(false, 1, block))));
    for (int number = 2; number <= whole + 1; number++) {
      answers.add(
          ask(
              session,
              new Apdu.SetRequestWithDatablock(0xC1, new DataBlock(false, number, block))));
    }

    assertThat(answers.subList(0, whole))
        .allSatisfy(each -> assertThat(each).isInstanceOf(Apdu.SetResponseDatablock.class));
    assertThat(answers.getLast())
        .isEqualTo(
            new Apdu.SetResponseLastDatablock(
                0xC1, DataAccessResult.LONG_SET_ABORTED.code(), whole + 1));
    assertThat(ask(session, write(new Data.Unsigned8(1))))
        .as("the association goes on")
        .isEqualTo(new Apdu.SetResponse(0xC1, 0));
  }

  @Test
  void in_blocks_without_octets_is_aborted_at_once() throws Exception {
    assertThat(
            ask(
                session(),
                new Apdu.SetRequestWithFirstDatablock(
                    0xC1, VALUE, new DataBlock(false, 1, Bytes.EMPTY))))
        .isEqualTo(
            new Apdu.SetResponseLastDatablock(0xC1, DataAccessResult.LONG_SET_ABORTED.code(), 1));
  }

  @Test
  void whose_answer_the_client_does_not_take_is_answered_with_an_exception() throws Exception {
    Data text = new Data.OctetString(Bytes.copyOf(new byte[1_000]));

    assertThat(ask(session(text, Conformance.GET, 512), new Apdu.GetRequest(0xC1, VALUE)))
        .isEqualTo(
            new ExceptionResponse(
                ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.PDU_TOO_LONG));
  }

  @Test
  void for_a_block_that_is_not_the_next_is_aborted() throws Exception {
    Data text = new Data.OctetString(Bytes.copyOf(new byte[1_000]));
    ServerSession session = session(text, Conformance.SUPPORTED, 512);
    assertThat(ask(session, new Apdu.GetRequest(0xC1, VALUE)))
        .isInstanceOf(Apdu.GetResponseWithDatablock.class);

    assertThat(ask(session, new Apdu.GetRequestNext(0xC1, 7)))
        .isEqualTo(aborted(7, DataAccessResult.DATA_BLOCK_NUMBER_INVALID));
    assertThat(ask(session, new Apdu.GetRequestNext(0xC1, 1)))
        .as("it has ended with that")
        .isEqualTo(aborted(1, DataAccessResult.NO_LONG_GET_IN_PROGRESS));
  }

  private static Apdu aborted(int number, DataAccessResult why) {
    return new Apdu.GetResponseWithDatablock(
        0xC1, true, number, new Apdu.Block.Aborted(why.code()));
  }

  @Test
  void by_one_title_more_than_a_device_remembers_finds_no_memory() {
    AtomicInteger made = new AtomicInteger();
    var memory = new ClientMemory<Integer>(made::incrementAndGet);
    for (int client = 1; client <= 1024; client++) {
      assertThat(memory.of(SystemTitle.of("CLI", client), "key")).isEqualTo(client);
    }

    assertThat(memory.of(SystemTitle.of("CLI", 1025), "key")).isNull();
    assertThat(memory.of(SystemTitle.of("CLI", 7), "key")).as("the others").isEqualTo(7);
  }

  @Test
  void by_one_key_more_than_a_client_has_replaces_the_oldest() {
    AtomicInteger made = new AtomicInteger();
    var memory = new ClientMemory<Integer>(made::incrementAndGet);
    SystemTitle client = SystemTitle.of("CLI", 1);
    for (int key = 1; key <= 17; key++) {
      assertThat(memory.of(client, key)).isEqualTo(key);
    }

    assertThat(memory.of(client, 2)).isEqualTo(2);
    assertThat(memory.of(client, 1)).as("counts anew").isEqualTo(18);
  }
}
