package org.meterhaus.dlms.vectors;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;

/** Seeded messages of every kind. */
public final class AnyApdu {

  private AnyApdu() {}

  /** Any message. */
  public static Apdu any(RandomGenerator random) {
    List<Apdu> all = Stream.concat(anyAssociation(random), anyService(random)).toList();
    return all.get(random.nextInt(all.size()));
  }

  private static Stream<Apdu> anyAssociation(RandomGenerator random) {
    return Stream.of(
        new Apdu.Aarq(
            random.nextInt(1, 4),
            random.nextBoolean() ? AnyData.bytes(random, 8) : null,
            random.nextInt(8),
            random.nextBoolean() ? AnyData.bytes(random, random.nextInt(8, 65)) : null,
            AnyData.bytes(random, random.nextInt(1, 60))),
        new Apdu.Aare(
            random.nextInt(1, 4),
            random.nextInt(3),
            random.nextInt(15),
            random.nextBoolean() ? AnyData.bytes(random, 8) : null,
            random.nextInt(8),
            random.nextBoolean() ? AnyData.bytes(random, random.nextInt(8, 65)) : null,
            random.nextBoolean() ? AnyData.bytes(random, random.nextInt(60)) : null),
        new Apdu.ReleaseRequest(
            random.nextInt(32),
            random.nextBoolean() ? AnyData.bytes(random, random.nextInt(60)) : null),
        new Apdu.ReleaseResponse(random.nextInt(32), null),
        new Apdu.InitiateRequest(
            random.nextBoolean() ? AnyData.bytes(random, 16) : null,
            random.nextBoolean(),
            random.nextInt(256),
            new Conformance(random.nextInt(1 << 24)),
            random.nextInt(1 << 16)),
        new Apdu.InitiateResponse(
            6, new Conformance(random.nextInt(1 << 24)), random.nextInt(1 << 16)),
        new Apdu.ConfirmedServiceError(1, 6, random.nextInt(256)));
  }

  private static Stream<Apdu> anyService(RandomGenerator random) {
    return Stream.of(
        new Apdu.GetRequest(random.nextInt(256), anyTarget(random)),
        new Apdu.GetRequestNext(random.nextInt(256), random.nextInt() & 0xFFFF_FFFFL),
        new Apdu.GetRequestWithList(
            random.nextInt(256),
            Stream.generate(() -> anyTarget(random)).limit(random.nextInt(5)).toList()),
        new Apdu.GetResponse(random.nextInt(256), anyResult(random)),
        new Apdu.GetResponseWithDatablock(
            random.nextInt(256),
            random.nextBoolean(),
            random.nextInt() & 0xFFFF_FFFFL,
            random.nextBoolean()
                ? new Block.Raw(AnyData.bytes(random, random.nextInt(300)))
                : new Block.Aborted(random.nextInt(256))),
        new Apdu.GetResponseWithList(
            random.nextInt(256),
            Stream.generate(() -> anyResult(random)).limit(random.nextInt(5)).toList()),
        new Apdu.SetRequest(random.nextInt(256), anyTarget(random), AnyData.any(random, 3)),
        new Apdu.SetResponse(random.nextInt(256), random.nextInt(256)),
        new Apdu.ActionRequest(
            random.nextInt(256),
            new MethodRef(random.nextInt(1 << 16), anyObis(random), random.nextInt(-128, 128)),
            random.nextBoolean() ? AnyData.any(random, 3) : null),
        new Apdu.ActionResponse(
            random.nextInt(256),
            random.nextInt(256),
            random.nextBoolean() ? anyResult(random) : null),
        new Apdu.SetRequestWithList(
            random.nextInt(256),
            Stream.generate(() -> anyTarget(random)).limit(random.nextInt(4)).toList(),
            Stream.generate(() -> AnyData.any(random, 2)).limit(random.nextInt(4)).toList()),
        new Apdu.SetRequestWithFirstDatablock(
            random.nextInt(256), anyTarget(random), anyBlock(random)),
        new Apdu.SetRequestWithListAndFirstDatablock(
            random.nextInt(256), List.of(anyTarget(random)), anyBlock(random)),
        new Apdu.SetRequestWithDatablock(random.nextInt(256), anyBlock(random)),
        new Apdu.SetResponseDatablock(random.nextInt(256), random.nextInt() & 0xFFFF_FFFFL),
        new Apdu.SetResponseLastDatablock(random.nextInt(256), random.nextInt(256), 7),
        new Apdu.SetResponseLastDatablockWithList(
            random.nextInt(256), List.of(0, random.nextInt(256)), 7),
        new Apdu.SetResponseWithList(random.nextInt(256), List.of(random.nextInt(256))),
        new Apdu.ActionRequestNextPblock(random.nextInt(256), random.nextInt() & 0xFFFF_FFFFL),
        new Apdu.ActionRequestWithList(
            random.nextInt(256), List.of(anyMethod(random)), List.of(AnyData.any(random, 2))),
        new Apdu.ActionRequestWithFirstPblock(
            random.nextInt(256), anyMethod(random), anyBlock(random)),
        new Apdu.ActionRequestWithListAndFirstPblock(
            random.nextInt(256), List.of(anyMethod(random), anyMethod(random)), anyBlock(random)),
        new Apdu.ActionRequestWithPblock(random.nextInt(256), anyBlock(random)),
        new Apdu.ActionResponseWithPblock(random.nextInt(256), anyBlock(random)),
        new Apdu.ActionResponseWithList(
            random.nextInt(256),
            List.of(
                new Apdu.ActionOutcome(random.nextInt(256), null),
                new Apdu.ActionOutcome(0, anyResult(random)))),
        new Apdu.ActionResponseNextPblock(random.nextInt(256), random.nextInt() & 0xFFFF_FFFFL),
        new Apdu.AccessRequest(
            random.nextInt() & 0xFFFF_FFFFL,
            random.nextBoolean() ? Bytes.EMPTY : AnyData.bytes(random, 12),
            List.of(
                new Apdu.AccessSpecification.Get(anyTarget(random)),
                new Apdu.AccessSpecification.Set(anyTarget(random)),
                new Apdu.AccessSpecification.Action(anyMethod(random))),
            List.of(AnyData.any(random, 2))),
        new Apdu.AccessResponse(
            random.nextInt() & 0xFFFF_FFFFL,
            Bytes.EMPTY,
            random.nextBoolean()
                ? List.of(new Apdu.AccessSpecification.Get(anyTarget(random)))
                : null,
            List.of(AnyData.any(random, 2)),
            List.of(new Apdu.AccessOutcome(random.nextInt(1, 4), random.nextInt(256)))),
        new Apdu.GeneralBlockTransfer(
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(64),
            random.nextInt(1 << 16),
            random.nextInt(1 << 16),
            AnyData.bytes(random, random.nextInt(300))),
        new Apdu.DataNotification(
            random.nextInt() & 0xFFFF_FFFFL,
            random.nextBoolean() ? Bytes.EMPTY : AnyData.bytes(random, 12),
            AnyData.any(random, 3)),
        new Apdu.EventNotification(
            random.nextBoolean() ? null : AnyData.bytes(random, 12),
            anyTarget(random).attribute(),
            AnyData.any(random, 3)),
        new Apdu.InformationReport(
            random.nextBoolean() ? null : AnyData.bytes(random, 14),
            List.of(random.nextInt(1 << 16), random.nextInt(1 << 16)),
            List.of(AnyData.any(random, 2), AnyData.any(random, 2))),
        new Apdu.ExceptionResponse(2, random.nextInt(1, 6)),
        new Apdu.ExceptionResponse(1, 6, random.nextInt() & 0xFFFF_FFFFL),
        new Apdu.Ciphered(
            Tags.GLO_GET_REQUEST,
            Bytes.EMPTY,
            0x30,
            random.nextInt() & 0xFFFF_FFFFL,
            AnyData.bytes(random, random.nextInt(300))),
        new Apdu.Ciphered(
            Tags.GENERAL_GLO_CIPHERING,
            AnyData.bytes(random, 8),
            0x30,
            random.nextInt() & 0xFFFF_FFFFL,
            AnyData.bytes(random, random.nextInt(300))));
  }

  private static Apdu.DataBlock anyBlock(RandomGenerator random) {
    return new Apdu.DataBlock(
        random.nextBoolean(),
        random.nextInt() & 0xFFFF_FFFFL,
        AnyData.bytes(random, random.nextInt(300)));
  }

  private static MethodRef anyMethod(RandomGenerator random) {
    return new MethodRef(random.nextInt(1 << 16), anyObis(random), random.nextInt(-128, 128));
  }

  private static GetResult anyResult(RandomGenerator random) {
    return random.nextBoolean()
        ? new GetResult.Value(AnyData.any(random, 3))
        : new GetResult.Refusal(random.nextInt(256));
  }

  private static AttributeSelection anyTarget(RandomGenerator random) {
    AttributeRef attribute =
        new AttributeRef(random.nextInt(1 << 16), anyObis(random), random.nextInt(-128, 128));
    return new AttributeSelection(
        attribute,
        random.nextBoolean()
            ? new AccessSelection(random.nextInt(256), AnyData.any(random, 3))
            : null);
  }

  private static ObisCode anyObis(RandomGenerator random) {
    return ObisCode.of(AnyData.bytes(random, 6));
  }
}
