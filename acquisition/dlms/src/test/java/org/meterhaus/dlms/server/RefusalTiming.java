package org.meterhaus.dlms.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.Handshake;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.objects.DataObject;

/**
 * How long two kinds of wrong attempts take to be refused, taken in turns in an order left to
 * chance: what differs by more than the noise of the same kind would teach somebody who guesses.
 */
public final class RefusalTiming {

  private static final int WARM_UP = 20_000;
  private static final int SAMPLES = 100_000;

  /** The slowest of them are the machine's doing. */
  private static final double KEPT = 0.9;

  private static final String PASSWORD = "correct horse";
  private static final SymmetricKey KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final SystemTitle METER = SystemTitle.of("MHV", 1);
  private static final SystemTitle CLIENT = SystemTitle.of("CLI", 1);
  private static final ObisCode NAME = ObisCode.parse("0-0:42.0.0*255");
  private static final int KNOWN = 16;
  private static final int UNKNOWN = 17;
  private static final Bytes PROPOSAL =
      ApduCodec.encode(new Apdu.InitiateRequest(6, Conformance.SUPPORTED, 0xFFFF));

  private RefusalTiming() {}

  /** An attempt, ready to be made. */
  private record Attempt(ServerSession session, Bytes request) {}

  /** Two kinds of attempts. */
  private record Pair(String what, Supplier<Attempt> one, Supplier<Attempt> other) {}

  /** Prints a line for each pair. */
  public static void main(String... args) {
    System.out.println("| refused | median | other median | ratio | difference of the means |");
    System.out.println("|---|---|---|---|---|");
    List<Pair> pairs = pairs();
    for (int i = 0; i < WARM_UP; i++) {
      for (Pair pair : pairs) {
        time(pair.one().get());
        time(pair.other().get());
      }
    }
    pairs.forEach(RefusalTiming::compare);
  }

  private static List<Pair> pairs() {
    return List.of(
        new Pair(
            "the same wrong password (the noise)",
            () -> password(KNOWN, "xorrect horse"),
            () -> password(KNOWN, "xorrect horse")),
        new Pair(
            "password wrong in its first or its last octet",
            () -> password(KNOWN, "xorrect horse"),
            () -> password(KNOWN, "correct horsx")),
        new Pair(
            "password an octet too short or of the right length",
            () -> password(KNOWN, "xorrect hors"),
            () -> password(KNOWN, "xorrect horse")),
        new Pair("digest wrong in its first or its last octet", () -> proof(0), () -> proof(19)),
        new Pair("tag wrong in its first or its last octet", () -> sealed(12), () -> sealed(1)),
        new Pair("ciphertext or tag wrong", () -> sealed(20), () -> sealed(1)),
        new Pair("another key, or a wrong tag", RefusalTiming::otherKey, () -> sealed(1)),
        new Pair(
            "known or unknown client address",
            () -> password(KNOWN, "x"),
            () -> password(UNKNOWN, "x")));
  }

  private static void compare(Pair pair) {
    var random = new SplittableRandom(1);
    long[][] times = new long[2][SAMPLES];
    int[] taken = new int[2];
    while (taken[0] < SAMPLES || taken[1] < SAMPLES) {
      int kind = random.nextInt(2);
      if (taken[kind] < SAMPLES) {
        times[kind][taken[kind]++] = time((kind == 0 ? pair.one() : pair.other()).get());
      }
    }
    Sample one = Sample.of(times[0]);
    Sample other = Sample.of(times[1]);
    double error = Math.sqrt(one.variance / one.n + other.variance / other.n);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d ns | %,d ns | %.3f | %.1f +/- %.1f ns |%n",
        pair.what(),
        one.median,
        other.median,
        (double) one.median / other.median,
        one.mean - other.mean,
        error);
  }

  /** Of the fastest times: their median, mean and variance, in nanoseconds. */
  private record Sample(long median, double mean, double variance, int n) {
    static Sample of(long[] times) {
      long[] sorted = times.clone();
      Arrays.sort(sorted);
      int n = (int) (sorted.length * KEPT);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        sum += sorted[i];
        squares += (double) sorted[i] * sorted[i];
      }
      double mean = sum / n;
      return new Sample(sorted[sorted.length / 2], mean, squares / n - mean * mean, n);
    }
  }

  private static long time(Attempt attempt) {
    long begun = System.nanoTime();
    Bytes answer = attempt.session().answer(attempt.request());
    long taken = System.nanoTime() - begun;
    if (answer.isEmpty()) {
      throw new AssertionError("no answer");
    }
    return taken;
  }

  /** Never locked out, and nobody is told: that would be most of the time. */
  private static ServerSession session(int clientSap, Authentication authentication) {
    var keys =
        authentication instanceof Authentication.None
            ? new Ciphering(
                METER,
                KeySet.of(SecuritySuite.SUITE_0, KEY, KEY),
                InvocationCounter.volatileFrom(1),
                SecurityPolicy.AUTHENTICATED_ENCRYPTION)
            : null;
    var admission =
        new Admission(
            authentication, keys, keys != null, AccessRights.EVERYTHING, Conformance.SUPPORTED);
    var patience =
        new LockOut.Rules(
            1000, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
    var device =
        new LogicalDevice(
            1,
            new DeviceSecurity.ByClient(sap -> sap == KNOWN ? List.of(admission) : List.of()),
            ObjectDirectory.of(DataObject.constant(NAME, new Data.Unsigned8(1))),
            patience,
            _ -> {});
    return ServerSession.of(device, "somewhere", clientSap, ServerLimits.DEFAULT);
  }

  private static Attempt password(int clientSap, String guess) {
    var right = new Authentication.Password(Secret.ofText(PASSWORD));
    Bytes value = Bytes.copyOf(guess.getBytes(StandardCharsets.US_ASCII));
    return new Attempt(
        session(clientSap, right),
        ApduCodec.encode(new Apdu.Aarq(Apdu.CONTEXT_LN, null, 1, value, PROPOSAL)));
  }

  /** The right proof but for one octet. */
  private static Attempt proof(int wrong) {
    Secret secret = Secret.ofText(PASSWORD);
    ServerSession session = session(KNOWN, new Authentication.Digest(HlsMechanism.SHA1, secret));
    Bytes challenge = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
    try {
      Bytes aare =
          session.answer(
              ApduCodec.encode(
                  new Apdu.Aarq(Apdu.CONTEXT_LN, null, HlsMechanism.SHA1, challenge, PROPOSAL)));
      Bytes theirs =
          ApduCodec.decode(aare, DataLimits.DEFAULT) instanceof Apdu.Aare accepted
                  && accepted.authentication() != null
              ? accepted.authentication()
              : Bytes.EMPTY;
      var handshake = new Handshake(Bytes.EMPTY, Bytes.EMPTY, challenge, theirs);
      byte[] proof = HlsMechanism.digest(HlsMechanism.SHA1, secret).proof(handshake).toArray();
      proof[wrong] ^= 1;
      return new Attempt(
          session,
          ApduCodec.encode(
              new Apdu.ActionRequest(
                  0xC1,
                  AssociationLn.REPLY_TO_HLS_AUTHENTICATION,
                  new Data.OctetString(Bytes.copyOf(proof)))));
    } catch (MeterException | UnsupportedApdu e) {
      throw new AssertionError(e);
    }
  }

  /** A request in an open association, with one octet altered. */
  private static Attempt sealed(int fromEnd) {
    return sealed(KEY, fromEnd);
  }

  private static Attempt otherKey() {
    return sealed(SymmetricKey.ofHex("ffffffffffffffffffffffffffffffff"), 0);
  }

  private static Attempt sealed(SymmetricKey key, int altered) {
    ServerSession session = session(KNOWN, new Authentication.None());
    try {
      Bytes hidden = ApduCodec.encode(client(KEY, 1).protect(PROPOSAL, Envelope.SERVICE_SPECIFIC));
      session.answer(
          ApduCodec.encode(
              new Apdu.Aarq(Apdu.CONTEXT_LN_CIPHERED, CLIENT.octets(), 0, null, hidden)));
      var target = new AttributeSelection(new AttributeRef(InterfaceClass.DATA, NAME, 2), null);
      byte[] request =
          ApduCodec.encode(
                  client(key, 2)
                      .protect(
                          ApduCodec.encode(new Apdu.GetRequest(0xC1, target)),
                          Envelope.SERVICE_SPECIFIC))
              .toArray();
      if (altered > 0) {
        request[request.length - altered] ^= 1;
      }
      return new Attempt(session, Bytes.copyOf(request));
    } catch (MeterException e) {
      throw new AssertionError(e);
    }
  }

  private static ApduProtection client(SymmetricKey encryption, long counter) {
    return new ApduProtection(encryption, KEY, CLIENT, InvocationCounter.volatileFrom(counter));
  }
}
