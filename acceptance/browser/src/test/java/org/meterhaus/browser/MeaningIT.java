package org.meterhaus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meterhaus.browser.Browsers.Tab;

/**
 * What readings mean to a customer: money, shares, alike homes, faults, and how sure all that is.
 */
@DisplayName("The page tells")
@Timeout(600)
class MeaningIT {

  /** A home with metered appliances and a tariff of day and night. */
  private static final String APPLIANCES = "tilda.mispel";

  private static final String FLAT = "B-10";

  /** A flat whose meter loses four half hours every Tuesday night. */
  private static final String LOSSES = "clara.buche";

  private static final Duration GROUPS_WITHIN = Duration.ofMinutes(7);

  private static House house;
  private static Browsers browsers;
  private static Rest rest;

  @BeforeAll
  static void open() throws Exception {
    browsers = new Browsers();
    house = House.shared();
    rest = new Rest(house.page(), APPLIANCES, house.password(APPLIANCES));
    await(
        "usage-points/" + FLAT + "/availability",
        Duration.ofMinutes(3),
        answer ->
            !answer.get("dataUntil").isJsonNull()
                && Instant.parse(answer.get("dataUntil").getAsString())
                    .isAfter(Instant.now().minus(Duration.ofHours(2))));
  }

  @AfterAll
  static void close() {
    if (browsers != null) {
      browsers.close();
    }
  }

  private static JsonObject await(String path, Duration within, Predicate<JsonObject> isThere)
      throws Exception {
    Instant end = Instant.now().plus(within);
    JsonObject answer = rest.get(path);
    while (!isThere.test(answer)) {
      assertThat(Instant.now()).as("%s answers %s", path, answer).isBefore(end);
      Thread.sleep(500);
      answer = rest.get(path);
    }
    return answer;
  }

  private static Tab signedIn(String username, int width, ColorScheme scheme) {
    Tab tab = browsers.tab(width, 800, scheme);
    Customer.signIn(tab.page(), house, username);
    return tab;
  }

  @Test
  void what_last_month_cost_by_the_prices_of_the_tariff() throws Exception {
    try (Tab tab = signedIn(APPLIANCES, 360, ColorScheme.LIGHT)) {
      Page page = tab.page();
      page.getByLabel("Month").check();
      Customer.settled(page);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Earlier")).click();
      Customer.settled(page);

      JsonObject cost =
          rest.get("usage-points/%s/cost?interval=last-month".formatted(FLAT))
              .getAsJsonObject("whole")
              .getAsJsonObject("cost");

      assertThat(page.locator(".cost [data-total]"))
          .hasAttribute(
              "data-total",
              cost.get("total").getAsBigDecimal().stripTrailingZeros().toPlainString());
      assertThat(cost.getAsJsonArray("lines")).hasSize(2);
      for (JsonElement each : cost.getAsJsonArray("lines")) {
        JsonObject line = each.getAsJsonObject();
        assertThat(page.locator("tr[data-price=%s]".formatted(line.get("price").getAsString())))
            .containsText(
                "%.2f ct/kWh".formatted(line.get("ctPerKwh").getAsDouble()).replace(' ', '\u00a0'));
      }
      assertThat(page.locator("tr[data-price=standing]")).containsText("days");
      tab.keep("cost-360-light");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void where_the_energy_went_and_what_no_appliance_measured() throws Exception {
    try (Tab tab = signedIn(APPLIANCES, 360, ColorScheme.DARK)) {
      Page page = tab.page();
      Customer.open(page, "Devices");
      page.getByLabel("Month").check();
      Customer.settled(page);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Earlier")).click();
      Customer.settled(page);

      JsonObject use = rest.get("usage-points/%s/utilisation?interval=last-month".formatted(FLAT));

      assertThat(page.locator("li.rest"))
          .hasAttribute("data-wh", use.getAsJsonObject("rest").get("comparedWh").getAsString());
      for (JsonElement each : use.getAsJsonArray("devices")) {
        JsonObject device = each.getAsJsonObject();
        Locator row = page.locator("#device-" + device.get("device").getAsString());
        assertThat(row).containsText("of the flat");
        assertThat(row)
            .containsText(
                "\u20ac%.2f"
                    .formatted(device.getAsJsonObject("cost").get("energyCt").getAsDouble() / 100));
      }
      tab.keep("devices-360-dark");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void how_alike_homes_compare() throws Exception {
    JsonObject own =
        await(
            "usage-points/" + FLAT + "/group",
            GROUPS_WITHIN,
            answer -> !answer.get("group").isJsonNull());
    try (Tab tab = signedIn(APPLIANCES, 360, ColorScheme.LIGHT)) {
      Page page = tab.page();
      Customer.open(page, "Building");

      Locator alike = page.locator(".alike");
      assertThat(alike.locator("[data-own-wh]"))
          .hasAttribute("data-own-wh", own.getAsJsonObject("own").get("dailyMeanWh").getAsString());
      assertThat(alike)
          .containsText(
              "of the %d homes".formatted(own.getAsJsonObject("group").get("members").getAsInt()));
      tab.keep("building-alike-360-light");
      assertAccessible(page);
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void between_what_an_estimate_lies() {
    try (Tab tab = signedIn(LOSSES, 1280, ColorScheme.LIGHT)) {
      Page page = tab.page();
      Locator estimated = page.locator("mh-chart tbody tr[data-mark=estimated]");
      for (int day = 0; day < 8 && estimated.count() == 0; day++) {
        String before = page.locator("mh-chart tbody tr").first().getAttribute("data-start");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Earlier")).click();
        assertThat(page.locator("mh-chart tbody tr").first())
            .not()
            .hasAttribute("data-start", before);
        Customer.settled(page);
      }

      assertThat(page.locator("mh-chart .whisker")).hasCount(estimated.count());
      page.locator("mh-chart details.table summary").click();
      assertThat(estimated.first()).containsText(Pattern.compile("In 8 of 10 such cases"));
      page.locator("mh-chart details.table summary").click();
      tab.keep("usage-bands-1280-light");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  /**
   * The appliances of the sample building are sound, so the finding is put in on the way to the
   * page, in the form of docs/api/openapi.yaml; that the API keeps feedback is tested with the API.
   */
  @Test
  void what_may_be_a_fault_and_asks_the_owner() {
    String finding =
        """
        {"id": "6f6d1d0a-6a3c-4a8e-9d2b-0d6f5c1b7a11", "rule": "standby", "state": "confirmed",
         "interval": {"start": "2026-11-17T23:00:00Z", "end": "2026-11-20T23:00:00Z"},
         "observedW": 14, "expectedLowW": 0, "expectedHighW": 2, "confidence": 0.86,
         "measure": "lowest-hour",
         "explanation": "In its quietest hour it used 14 W for three days; 0 to 2 W are usual.",
         "clears": "Two usual days.", "feedback": %s}
        """;
    List<String> said = new ArrayList<>();
    try (Tab tab = browsers.tab(360, 740, ColorScheme.LIGHT)) {
      Page page = tab.page();
      page.route(
          "**/devices/B-10-dishwasher/findings",
          route -> answer(route, "{\"items\": [" + finding.formatted("null") + "]}"));
      page.route(
          "**/devices/B-10-dishwasher/findings/*/feedback",
          route -> {
            said.add(route.request().method() + " " + route.request().postData());
            answer(route, finding.formatted("\"no-fault\""));
          });
      Customer.signIn(page, house, APPLIANCES);
      Customer.open(page, "Devices");

      Locator shown = page.locator("[data-finding]");
      assertThat(shown).hasCount(1);
      assertThat(shown).containsText("It uses power while it should rest");
      assertThat(shown).containsText("86");
      tab.keep("finding-360-light");
      assertAccessible(page);
      shown
          .getByRole(
              AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("All is well: Dishwasher"))
          .click();

      assertThat(shown.getByRole(AriaRole.STATUS)).containsText("Thank you");
      assertThat(shown.getByRole(AriaRole.BUTTON)).hasCount(0);
      assertThat(said).containsExactly("POST {\"verdict\":\"no-fault\"}");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  private static void answer(Route route, String json) {
    route.fulfill(
        new Route.FulfillOptions().setStatus(200).setContentType("application/json").setBody(json));
  }

  private static void assertAccessible(Page page) {
    assertThat(new AxeBuilder(page).withTags(LooksIT.RULES).analyze().getViolations())
        .extracting(violation -> violation.getId() + ": " + violation.getHelp())
        .isEmpty();
  }
}
