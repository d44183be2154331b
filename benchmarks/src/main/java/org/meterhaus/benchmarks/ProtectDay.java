package org.meterhaus.benchmarks;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Authenticated encryption of an answer with 96 rows, beside the JDK's cipher on the same octets:
 * key, nonce and additional data set for each message, as they have to be. Budget: 1.3 times the
 * cipher.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProtectDay {

  private static final int TAG_OCTETS = 12;

  private final Ciphering ciphering = BenchmarkMeter.clientCiphering();
  private final ApduProtection protection =
      new ApduProtection(ciphering.keys(), ciphering.title(), ciphering.counter());
  private final SecretKeySpec key =
      new SecretKeySpec(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"), "AES");
  private final byte[] additional = HexFormat.of().parseHex("30d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
  private final ByteBuffer nonce = ByteBuffer.allocate(12);
  private byte[] text = new byte[0];
  private byte[] out = new byte[0];
  private Cipher cipher;
  private int number;

  /** Takes the JDK's cipher. */
  public ProtectDay() {
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES/GCM", e);
    }
  }

  /** Has the meter answer once. */
  @Setup
  public void answer() throws MeterException {
    Bytes answer = Conversation.open(false).ask(Conversation.DAY_REQUEST);
    text = answer.toArray();
    out = new byte[text.length + ApduProtection.OVERHEAD];
  }

  /** The cipher alone. */
  @Benchmark
  public int rawCipher() throws GeneralSecurityException {
    nonce.putInt(8, number++);
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_OCTETS * 8, nonce.array()));
    cipher.updateAAD(additional);
    return cipher.doFinal(text, 0, text.length, out, 0);
  }

  /** The whole glo- message, from array to array. */
  @Benchmark
  public int message() throws MeterException {
    return protection.protect(
        text, 0, text.length, protection.fullControl(), Envelope.SERVICE_SPECIFIC, out, 0);
  }
}
