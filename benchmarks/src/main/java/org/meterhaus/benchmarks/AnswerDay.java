package org.meterhaus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
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
 * A server takes a GET of 96 rows by entry and has the octets of the answer (2,694 before they are
 * protected). Budget: 12 us and 12 kB plain.
 *
 * <p>A protected request has a number that was not used before, so it is made anew each time;
 * {@link #cipheredRequest} is what that costs, to be taken off.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnswerDay {

  private final Conversation open = Conversation.open(false);
  private final Conversation ciphered = Conversation.open(true);

  /** Checks that the meter does answer. */
  @Setup
  public void check() throws MeterException, UnsupportedApdu {
    Conversation.requireDay(open.open(open.ask(Conversation.DAY_REQUEST)));
    Conversation.requireDay(ciphered.open(ciphered.ask(Conversation.DAY_REQUEST)));
  }

  /** Without ciphering. */
  @Benchmark
  public Bytes plain() throws MeterException {
    return open.ask(Conversation.DAY_REQUEST);
  }

  /** With authenticated encryption, the client's request included. */
  @Benchmark
  public Bytes ciphered() throws MeterException {
    return ciphered.ask(Conversation.DAY_REQUEST);
  }

  /** The client's part of {@link #ciphered}. */
  @Benchmark
  public Bytes cipheredRequest() throws MeterException {
    return ciphered.protect(Conversation.DAY_REQUEST);
  }
}
