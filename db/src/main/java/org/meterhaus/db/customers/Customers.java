package org.meterhaus.db.customers;

import java.time.Instant;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;

/** Customers and their logins. One instance lives as long as its transaction. */
public final class Customers {

  private final StatelessSession session;

  public Customers(StatelessSession session) {
    this.session = session;
  }

  /** Creates or replaces. */
  public void put(Customer customer) {
    Sql.of(
            session,
            """
            insert into customer (id, name, address, phone, email) values (:id, :name, :address, :phone, :email)
            on conflict (id) do update
              set name = excluded.name, address = excluded.address, phone = excluded.phone, email = excluded.email
            """)
        .with("id", customer.id())
        .with("name", customer.name())
        .withNullable("address", customer.address())
        .withNullable("phone", customer.phone())
        .withNullable("email", customer.email())
        .execute();
  }

  public Optional<Customer> find(String id) {
    return Sql.of(session, "select id, name, address, phone, email from customer where id = :id")
        .with("id", id)
        .first(row ->
            new Customer(
                row.text(0), row.text(1), row.textOrNull(2), row.textOrNull(3), row.textOrNull(4)));
  }

  /**
   * Creates or replaces a login.
   *
   * @param passwordHash PHC string, such as {@code $argon2id$...}
   */
  public void putLogin(String username, String customerId, String passwordHash) {
    putLogin(username, Party.customer(customerId), passwordHash);
  }

  /** The same for a customer or an operator. */
  public void putLogin(String username, Party party, String passwordHash) {
    Sql.of(
            session,
            """
            insert into login (username, customer_id, operator_id, password_hash)
            values (:username, :customer, :operator, :hash)
            on conflict (username) do update
              set customer_id = excluded.customer_id, operator_id = excluded.operator_id,
                  password_hash = excluded.password_hash
            """)
        .with("username", username)
        .withNullable("customer", party.customerId())
        .withNullable("operator", party.operatorId())
        .with("hash", passwordHash)
        .execute();
  }

  /**
   * @param passwordHash PHC string
   */
  public record Login(String username, Party party, String passwordHash) {}

  public Optional<Login> login(String username) {
    return Sql.of(
            session,
            """
            select username, customer_id, operator_id, password_hash from login
            where username = :username
            """)
        .with("username", username)
        .first(row ->
            new Login(row.text(0), Party.of(row.textOrNull(1), row.textOrNull(2)), row.text(3)));
  }

  /**
   * Says that a customer had a usage point in [from, until): nothing outside is ever shown to it.
   * Creates or replaces the stay that begins at {@code from}.
   *
   * @param until null while it lasts
   */
  public void putOccupancy(
      String customerId, String usagePointId, Instant from, @Nullable Instant until) {
    Sql.of(
            session,
            """
            insert into occupancy (customer_id, usage_point_id, valid_from, valid_until)
            values (:customer, :usagePoint, :from, :until)
            on conflict (customer_id, usage_point_id, valid_from) do update set valid_until = excluded.valid_until
            """)
        .with("customer", customerId)
        .with("usagePoint", usagePointId)
        .with("from", from)
        .withNullable("until", until)
        .execute();
  }
}
