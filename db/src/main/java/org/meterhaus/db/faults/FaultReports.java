package org.meterhaus.db.faults;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;

/** What customers reported. One instance lives as long as its transaction. */
public final class FaultReports {

  private final StatelessSession session;

  public FaultReports(StatelessSession session) {
    this.session = session;
  }

  public void add(FaultReport report) {
    Sql.of(
            session,
            """
            insert into fault_report (id, customer_id, usage_point_id, device_id, description, state, created_at)
            values (:id, :customer, :usagePoint, :device, :description, :state, :created)
            """)
        .with("id", report.id())
        .with("customer", report.customerId())
        .withNullable("usagePoint", report.usagePointId())
        .withNullable("device", report.deviceId())
        .with("description", report.description())
        .with("state", report.state())
        .with("created", report.createdAt())
        .execute();
  }

  /** Newest first, at most 1,000. */
  public List<FaultReport> of(String customerId) {
    return Sql.of(
            session,
            """
            select id, customer_id, usage_point_id, device_id, description, state, created_at
            from fault_report where customer_id = :customer
            order by created_at desc, id
            limit 1000
            """)
        .with("customer", customerId)
        .list(row ->
            new FaultReport(
                row.uuid(0),
                row.text(1),
                row.textOrNull(2),
                row.textOrNull(3),
                row.text(4),
                row.text(5),
                row.instant(6)));
  }

  /** Reports of the customer made after {@code since}. */
  public int countSince(String customerId, Instant since) {
    return Sql.of(
            session,
            "select count(*) from fault_report where customer_id = :customer and created_at > :since")
        .with("customer", customerId)
        .with("since", since)
        .first(row -> row.integer(0))
        .orElseThrow();
  }
}
