package org.meterhaus.command;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.meterhaus.meters.Building;

/** What {@code up} prints when everything is there: where to look and how to sign in. */
final class Welcome {
  private static final int SHOWN = 4;

  private final Terminal terminal;
  private final Addresses addresses;
  private final Building building;
  private final SignIns signIns;
  private final Path signInFile;

  Welcome(
      Terminal terminal, Addresses addresses, Building building, SignIns signIns, Path signInFile) {
    this.terminal = terminal;
    this.addresses = addresses;
    this.building = building;
    this.signIns = signIns;
    this.signInFile = signInFile;
  }

  void print() {
    StringBuilder text = new StringBuilder("\n");
    line(text, "page", addresses.page());
    line(text, "REST", addresses.rest());
    String name = "SOAP";
    for (String wsdl : addresses.wsdl()) {
      line(text, name, wsdl);
      name = "";
    }
    if (addresses.phones() != null) {
      line(text, "phones", addresses.phones() + "  (what a phone would have got)");
    }
    text.append('\n');
    name = "sign in as";
    for (Building.Unit unit : shown()) {
      String username = SignIns.username(unit);
      text.append(
          "  %-11s %-16s %s   flat %s%s%n"
              .formatted(
                  name,
                  username,
                  signIns.password(username),
                  unit.id(),
                  unit.devices().isEmpty() ? "" : ", " + unit.devices().size() + " appliances"));
      name = "";
    }
    text.append(
        "  %-11s %-16s %s   runs %s%n"
            .formatted("", SignIns.OPERATOR, signIns.password(SignIns.OPERATOR), building.name()));
    text.append(
        "  %-11s all %d are in %s%n".formatted("", building.units().size() + 1, signInFile));
    text.append("\nCtrl-C stops everything.\n");
    terminal.say(text.toString());
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-11s %s%n".formatted(name, value));
  }

  /** Homes with appliances first: there is more to see. */
  private List<Building.Unit> shown() {
    return building.units().stream()
        .sorted(
            Comparator.comparing((Building.Unit unit) -> unit.devices().isEmpty())
                .thenComparing(Building.Unit::id))
        .limit(SHOWN)
        .toList();
  }
}
