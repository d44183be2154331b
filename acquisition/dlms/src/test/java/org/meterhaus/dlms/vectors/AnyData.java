package org.meterhaus.dlms.vectors;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.TypeDescription;

/** Seeded values of every type. */
public final class AnyData {

  private static final int TYPES = 31;

  private AnyData() {}

  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static Bytes bytes(RandomGenerator random, int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return Bytes.copyOf(octets);
  }

  /**
   * Any value.
   *
   * @param depth how deep arrays and structures may go, 0 = none
   */
  public static Data any(RandomGenerator random, int depth) {
    return ofType(random.nextInt(TYPES), random, depth);
  }

  private static Data ofType(int type, RandomGenerator random, int depth) {
    return switch (type) {
      case 0 -> new Data.NullData();
      case 1 -> depth == 0 ? new Data.NullData() : new Data.Array(list(random, depth - 1));
      case 2 -> depth == 0 ? new Data.DontCare() : new Data.Structure(list(random, depth - 1));
      case 3 -> new Data.Bool(random.nextBoolean());
      case 4 -> bitString(random);
      case 5 -> new Data.DoubleLong(random.nextInt());
      case 6 -> new Data.DoubleLongUnsigned(random.nextInt() & 0xFFFF_FFFFL);
      case 7 -> new Data.OctetString(bytes(random, random.nextInt(300)));
      case 8 ->
          new Data.VisibleString(
              new String(bytes(random, random.nextInt(20)).toArray(), StandardCharsets.ISO_8859_1));
      case 9 -> new Data.Utf8String("Zähler €" + random.nextInt());
      case 10 -> new Data.Bcd(random.nextInt(-128, 128));
      case 11 -> new Data.Integer8(random.nextInt(-128, 128));
      case 12 -> new Data.Long16(random.nextInt(-0x8000, 0x8000));
      case 13 -> new Data.Unsigned8(random.nextInt(0x100));
      case 14 -> new Data.LongUnsigned(random.nextInt(0x1_0000));
      case 15 -> compactArray(random);
      case 16 -> new Data.Long64(random.nextLong());
      case 17 -> new Data.Long64Unsigned(random.nextLong());
      case 18 -> new Data.Enumerated(random.nextInt(0x100));
      case 19 -> new Data.Float32(random.nextFloat());
      case 20 -> new Data.Float64(random.nextDouble());
      case 21 -> new Data.DateTime(bytes(random, 12));
      case 22 -> new Data.Date(bytes(random, 5));
      case 23 -> new Data.Time(bytes(random, 4));
      case 24 -> new Data.DeltaInteger8(random.nextInt(-128, 128));
      case 25 -> new Data.DeltaLong16(random.nextInt(-0x8000, 0x8000));
      case 26 -> new Data.DeltaDoubleLong(random.nextInt());
      case 27 -> new Data.DeltaUnsigned8(random.nextInt(0x100));
      case 28 -> new Data.DeltaLongUnsigned(random.nextInt(0x1_0000));
      case 29 -> new Data.DeltaDoubleLongUnsigned(random.nextInt() & 0xFFFF_FFFFL);
      default -> new Data.DontCare();
    };
  }

  private static List<Data> list(RandomGenerator random, int depth) {
    return IntStream.range(0, random.nextInt(6)).mapToObj(_ -> any(random, depth)).toList();
  }

  private static Data bitString(RandomGenerator random) {
    int bits = random.nextInt(1, 200);
    byte[] octets = bytes(random, (bits + 7) / 8).toArray();
    int unused = octets.length * 8 - bits;
    octets[octets.length - 1] &= (byte) (0xFF << unused);
    return new Data.BitString(Bytes.copyOf(octets), bits);
  }

  private static Data compactArray(RandomGenerator random) {
    var number = new TypeDescription.Simple(new Data.LongUnsigned(0).tag());
    var text = new TypeDescription.Simple(new Data.OctetString(Bytes.EMPTY).tag());
    var row =
        new TypeDescription.StructureOf(List.of(text, new TypeDescription.ArrayOf(3, number)));
    List<Data> rows =
        IntStream.range(0, random.nextInt(40))
            .mapToObj(_ ->
                (Data)
                    Data.Structure.of(
                        new Data.OctetString(bytes(random, random.nextInt(5))),
                        new Data.Array(
                            IntStream.range(0, 3)
                                .mapToObj(_ -> (Data) new Data.LongUnsigned(random.nextInt(99)))
                                .toList())))
            .toList();
    return new Data.CompactArray(row, rows);
  }
}
