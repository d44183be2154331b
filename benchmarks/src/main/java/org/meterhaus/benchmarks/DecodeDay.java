package org.meterhaus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
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
 * A client takes a GET-response with 96 rows of clock, status and two registers (2,694 octets) and
 * has values. Budget: 6.5 us and 20 kB plain.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeDay {

  private final Conversation open = Conversation.open(false);
  private final Conversation ciphered = Conversation.open(true);
  private Bytes plainAnswer = Bytes.EMPTY;
  private Bytes cipheredAnswer = Bytes.EMPTY;

  /** Has the meter answer once. */
  @Setup
  public void answers() throws MeterException, UnsupportedApdu {
    plainAnswer = open.ask(Conversation.DAY_REQUEST);
    cipheredAnswer = ciphered.ask(Conversation.DAY_REQUEST);
    Conversation.requireDay(open.open(plainAnswer));
    Conversation.requireDay(ciphered.open(cipheredAnswer));
  }

  /** Without ciphering. */
  @Benchmark
  public Apdu plain() throws MeterException, UnsupportedApdu {
    return open.open(plainAnswer);
  }

  /** With authenticated encryption. */
  @Benchmark
  public Apdu ciphered() throws MeterException, UnsupportedApdu {
    return ciphered.open(cipheredAnswer);
  }
}
