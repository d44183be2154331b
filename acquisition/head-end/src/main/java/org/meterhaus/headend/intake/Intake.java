package org.meterhaus.headend.intake;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.arrivals.Watermarks;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.House;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.headend.link.JournalRecord;
import org.meterhaus.headend.store.Transactions;

/**
 * Takes rows of one sink's journal into the arrival log: deliveries, what is kept aside, and the
 * watermark in one transaction, so that a row is taken once however often it is offered. Used by
 * one thread, but for {@link #setAside}.
 */
public final class Intake {
  private static final System.Logger LOG = System.getLogger(Intake.class.getName());
  private static final int REPLAYED_AT_ONCE = 100;
  private static final int LONGEST_REASON = 500;

  private final Transactions transactions;
  private final String sinkId;
  private final InstantSource clock;

  /** Known channels; asked anew when one is missing. */
  private Map<ChannelName, Channel> channels = Map.of();

  /** Said once each. */
  private final Set<ChannelName> saidUnknown = ConcurrentHashMap.newKeySet();

  private record ChannelName(String meterId, String obis) {}

  /** A row, or why it cannot be one. */
  private record Offered(
      long sequence, Data row, Optional<JournalRecord> record, String malformed) {}

  /**
   * The watermark is elsewhere than this head-end left it: another one takes from the same sink.
   */
  private static final class WatermarkMoved extends RuntimeException {
    WatermarkMoved(String sinkId) {
      super("another head-end moved the watermark of sink " + sinkId);
    }
  }

  public Intake(Transactions transactions, String sinkId, InstantSource clock) {
    this.transactions = transactions;
    this.sinkId = sinkId;
    this.clock = clock;
  }

  /** Sequence of the last row taken; 0 before the first. */
  public long watermark() {
    return transactions.inTransaction(s -> new Watermarks(s).find(sinkId)).orElse(0);
  }

  /**
   * Takes rows and moves the watermark to the last of them; rows at or below it are left out.
   *
   * @param rows of the journal, in order of their sequence
   * @return the watermark now; what another head-end says if it was quicker
   * @throws Malformed if a row has no sequence, or they are out of order
   */
  public long take(List<Data> rows) throws Malformed {
    List<Offered> offered = new ArrayList<>();
    long last = 0;
    for (Data row : rows) {
      long sequence = JournalRecord.sequence(row);
      if (sequence <= last) {
        throw new Malformed("record %d follows record %d".formatted(sequence, last));
      }
      last = sequence;
      offered.add(offered(sequence, row));
    }
    try {
      return transactions.inTransaction(session -> take(session, offered));
    } catch (WatermarkMoved e) {
      LOG.log(WARNING, "{0}", e.getMessage());
      return watermark();
    }
  }

  /**
   * Begins again at the start of a journal that is younger than the watermark. What was delivered
   * before and comes again changes nothing further down.
   */
  public void startOver() {
    int _ =
        transactions.inTransaction(session ->
            Sql.of(
                    session,
                    "update watermark set sequence = 0, updated_at = :now where sink_id = :sink")
                .with("now", clock.instant())
                .with("sink", sinkId)
                .execute());
  }

  /**
   * Delivers what was kept aside and has a channel by now.
   *
   * @return records delivered
   */
  public int replay() {
    int replayed = 0;
    long after = 0;
    while (true) {
      long from = after;
      List<JournalAside.Waiting> batch =
          transactions.inTransaction(
              s -> new JournalAside(s).waiting(sinkId, from, REPLAYED_AT_ONCE));
      if (batch.isEmpty()) {
        return replayed;
      }
      replayed += transactions.inTransaction(session -> replay(session, batch));
      after = batch.getLast().sequence();
    }
  }

  /** Records that are kept aside and not delivered. */
  public long setAside() {
    return transactions.inTransaction(s -> new JournalAside(s).count(sinkId));
  }

  private static Offered offered(long sequence, Data row) {
    try {
      return new Offered(sequence, row, Optional.of(JournalRecord.from(row)), "");
    } catch (Malformed e) {
      return new Offered(sequence, row, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private long take(StatelessSession session, List<Offered> offered) {
    Watermarks watermarks = new Watermarks(session);
    OptionalLong from = watermarks.find(sinkId);
    Instant now = clock.instant();
    List<Delivery> deliveries = new ArrayList<>();
    long to = from.orElse(0);
    for (Offered each : offered) {
      if (each.sequence > from.orElse(0)) {
        deliveries.addAll(deliveriesOrAside(session, each, now));
        to = each.sequence;
      }
    }
    new PostgresArrivalLog(session).append(deliveries);
    if (!watermarks.advance(sinkId, from, to, now)) {
      throw new WatermarkMoved(sinkId);
    }
    return to;
  }

  private List<Delivery> deliveriesOrAside(StatelessSession session, Offered each, Instant now) {
    if (each.record.isEmpty()) {
      keepAside(session, each, "unreadable: " + each.malformed, now);
      return List.of();
    }
    JournalRecord record = each.record.get();
    List<Decoder.Decoded> decoded;
    try {
      decoded = Decoder.decode(record);
    } catch (Malformed e) {
      keepAside(session, each, "unreadable: " + e.getMessage(), now);
      return List.of();
    }
    Optional<List<Delivery>> deliveries = deliveries(session, record, decoded, now);
    if (deliveries.isEmpty()) {
      keepAside(session, each, JournalAside.UNKNOWN_CHANNEL, now);
      return List.of();
    }
    for (Decoder.Decoded channel : decoded) {
      if (!channel.unreadable().isEmpty()) {
        keepAside(session, each, "unreadable rows: " + channel.unreadable(), now);
        break;
      }
    }
    return deliveries.get();
  }

  /** Empty if a channel is not known. */
  private Optional<List<Delivery>> deliveries(
      StatelessSession session, JournalRecord record, List<Decoder.Decoded> decoded, Instant now) {
    List<Delivery> deliveries = new ArrayList<>();
    for (Decoder.Decoded part : decoded) {
      Optional<Channel> channel = channel(session, new ChannelName(record.meterId(), part.obis()));
      if (channel.isEmpty()) {
        return Optional.empty();
      }
      List<Reading> readings = part.readings();
      for (int i = 0; i < readings.size(); i += Delivery.MOST_READINGS) {
        int end = Math.min(readings.size(), i + Delivery.MOST_READINGS);
        deliveries.add(
            new Delivery(
                channel.get().id(),
                channel.get().partition(),
                Source.sink(sinkId),
                now,
                readings.subList(i, end)));
      }
    }
    return Optional.of(deliveries);
  }

  private Optional<Channel> channel(StatelessSession session, ChannelName name) {
    if (!channels.containsKey(name)) {
      Map<ChannelName, Channel> fresh = new HashMap<>();
      new House(session)
          .channelsOfSink(sinkId)
          .forEach(c -> fresh.put(new ChannelName(c.meterId(), c.obis()), c));
      channels = fresh;
    }
    Channel channel = channels.get(name);
    if (channel == null && saidUnknown.add(name)) {
      LOG.log(
          WARNING,
          "no channel {0} of meter {1} at sink {2}: its readings are kept aside until it is provisioned",
          name.obis,
          name.meterId,
          sinkId);
    }
    return Optional.ofNullable(channel);
  }

  private void keepAside(StatelessSession session, Offered each, String reason, Instant now) {
    String cut = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    if (!cut.equals(JournalAside.UNKNOWN_CHANNEL)) {
      LOG.log(WARNING, "record {0} of sink {1} is kept aside: {2}", each.sequence, sinkId, cut);
    }
    new JournalAside(session)
        .add(
            sinkId,
            each.sequence,
            each.record.map(JournalRecord::meterId).orElse(null),
            each.record.map(r -> r.profile().toString()).orElse(null),
            cut,
            DataCodec.encode(each.row),
            now);
  }

  private int replay(StatelessSession session, List<JournalAside.Waiting> batch) {
    Instant now = clock.instant();
    int replayed = 0;
    for (JournalAside.Waiting waiting : batch) {
      try {
        JournalRecord record = JournalRecord.from(decode(waiting.row()));
        Optional<List<Delivery>> deliveries =
            deliveries(session, record, Decoder.decode(record), now);
        if (deliveries.isPresent()) {
          new PostgresArrivalLog(session).append(deliveries.get());
          new JournalAside(session).replayed(sinkId, waiting, now);
          replayed++;
        }
      } catch (Malformed e) {
        throw new IllegalStateException("readable when it was kept aside, but not now", e);
      }
    }
    if (replayed > 0) {
      LOG.log(INFO, "{0} records of sink {1} found their channel", replayed, sinkId);
    }
    return replayed;
  }

  private static Data decode(Bytes row) throws Malformed {
    return DataCodec.decode(row, DataLimits.DEFAULT);
  }
}
