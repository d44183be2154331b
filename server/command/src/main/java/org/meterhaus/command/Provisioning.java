package org.meterhaus.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.customers.Customer;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.customers.Party;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Device;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.House;
import org.meterhaus.db.house.Meter;
import org.meterhaus.db.house.Section;
import org.meterhaus.db.house.UsagePoint;
import org.meterhaus.db.operators.Operator;
import org.meterhaus.db.operators.Operators;
import org.meterhaus.meters.Building;

/**
 * Puts the demo building into the database: its sections, flats, meters, channels and devices, and
 * who lives there, and who runs it. Idempotent: each {@code up} runs it, and nothing changes the
 * second time.
 */
final class Provisioning {
  private final Building building;
  private final SignIns signIns;
  private final UnaryOperator<String> hash;

  /**
   * @param hash from a password to what is stored of it
   */
  Provisioning(Building building, SignIns signIns, UnaryOperator<String> hash) {
    this.building = building;
    this.signIns = signIns;
    this.hash = hash;
  }

  /**
   * Writes everything in one transaction.
   *
   * @param since from when on the customers live in their flats
   */
  void writeTo(Database database, Instant since) {
    database.transact(session -> house(session));
    operator(database);
    for (Building.Unit unit : building.units()) {
      String username = SignIns.username(unit);
      Optional<String> stored = hashOfNew(database, username);
      database.transact(session -> {
        Customers customers = new Customers(session);
        Building.Customer who = unit.customer();
        customers.put(new Customer(who.id(), who.name(), who.address(), who.phone(), who.email()));
        stored.ifPresent(passwordHash -> {
          customers.putLogin(username, who.id(), passwordHash);
          customers.putOccupancy(who.id(), unit.id(), since, null);
        });
      });
    }
  }

  private void operator(Database database) {
    String id = "o-" + building.id();
    Optional<String> stored = hashOfNew(database, SignIns.OPERATOR);
    database.transact(session -> {
      new Operators(session)
          .put(new Operator(id, "Metering of " + building.name(), building.organisation()));
      stored.ifPresent(passwordHash ->
          new Customers(session).putLogin(SignIns.OPERATOR, Party.operator(id), passwordHash));
    });
  }

  /** A password hash is expensive on purpose: only for who cannot sign in yet. */
  private Optional<String> hashOfNew(Database database, String username) {
    boolean known =
        database.inTransaction(session -> new Customers(session).login(username).isPresent());
    return known ? Optional.empty() : Optional.of(hash.apply(signIns.password(username)));
  }

  private void house(StatelessSession session) {
    House house = new House(session);
    house.put(
        new org.meterhaus.db.house.Building(
            building.id(), building.name(), building.zone(), building.organisation()));
    building.sections().forEach(s -> house.put(new Section(s.id(), building.id(), s.name())));
    house.putSink(building.sink(), building.id());
    building.units().forEach(unit -> unit(house, unit));
    DemoTariffs.writeTo(session, building);
  }

  private void unit(House house, Building.Unit unit) {
    Building.Meter meter = unit.meter();
    Duration interval = meter.recording().interval();
    house.put(new Dwelling(unit.id(), unit.section(), unit.label(), unit.areaM2(), unit.persons()));
    house.put(new Meter(meter.id(), building.sink(), unit.id(), meter.id()));
    for (Building.Channel channel : unit.channels()) {
      Building.Device device = channel.device();
      Channel put =
          house.putChannel(
              meter.id(),
              channel.obis(),
              interval,
              device == null ? Channel.Kind.MAIN : Channel.Kind.APPLIANCE,
              channel.maxWh());
      if (device == null) {
        house.put(new UsagePoint(unit.id(), unit.id(), put.id()));
      } else {
        String relay = device.switchable() ? channel.relayObis() : null;
        house.put(
            new Device(device.id(), unit.id(), device.name(), device.kind(), put.id(), relay));
      }
    }
  }
}
