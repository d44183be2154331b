package org.meterhaus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meterhaus.browser.Browsers.Tab;

/** A customer in front of the page, the whole house behind it. */
@DisplayName("The page")
@Timeout(300)
class PageIT {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** A home whose appliances have meters and switches. */
  private static final String APPLIANCES = "ivo.fichte";

  private static final String APPLIANCES_FLAT = "A-09";

  /** A flat whose meter loses four half hours every Tuesday night. */
  private static final String LOSSES = "clara.buche";

  private static final String LOSSES_FLAT = "A-03";

  private static final Duration READINGS_WITHIN = Duration.ofMinutes(3);
  private static final double SWITCHED_WITHIN_MS = 60_000;

  private static House house;
  private static Browsers browsers;

  @BeforeAll
  static void openTheHouse() throws Exception {
    browsers = new Browsers(); // first, as it is quick to say that there is no Chromium
    house = House.shared();
    awaitReadings(rest(APPLIANCES), APPLIANCES_FLAT);
    awaitReadings(rest(LOSSES), LOSSES_FLAT);
  }

  @AfterAll
  static void closeTheBrowser() {
    if (browsers != null) {
      browsers.close();
    }
  }

  @Test
  void shows_every_value_of_a_day_as_the_api_has_it() throws Exception {
    try (Tab tab = signedIn(APPLIANCES, 1280, 860, ColorScheme.LIGHT)) {
      Page page = tab.page();
      earlier(page);
      List<Locator> rows = rows(page);
      LocalDate day = dayOf(rows.getFirst());

      JsonObject answer =
          rest(APPLIANCES)
              .get(
                  "usage-points/%s/readings?interval=%s/%s"
                      .formatted(APPLIANCES_FLAT, day, day.plusDays(1)));

      List<JsonElement> values = answer.getAsJsonArray("values").asList();
      assertThat(values).isNotEmpty();
      assertThat(rows.stream().map(PageIT::row).toList())
          .isEqualTo(values.stream().map(value -> row(value.getAsJsonObject())).toList());
      assertThat(page.locator("[data-sum-wh]").getAttribute("data-sum-wh"))
          .isEqualTo(Long.toString(sumWh(values)));
      tab.keep("usage-day-1280-light");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void sums_the_days_of_a_month_as_the_api_does() throws Exception {
    try (Tab tab = signedIn(APPLIANCES, 1280, 860, ColorScheme.DARK)) {
      Page page = tab.page();
      page.getByLabel("Month").check();
      settled(page);
      List<Locator> rows = rows(page);
      LocalDate first = dayOf(rows.getFirst());

      JsonObject answer =
          rest(APPLIANCES)
              .get(
                  "usage-points/%s/aggregates?interval=%s/%s&bucket=P1D&fn=sum"
                      .formatted(APPLIANCES_FLAT, first, first.plusMonths(1)));

      assertThat(first.getDayOfMonth()).isEqualTo(1);
      assertThat(rows.stream().map(row -> row.getAttribute("data-wh")).toList())
          .isEqualTo(
              answer.getAsJsonArray("buckets").asList().stream()
                  .map(bucket -> sumOf(bucket.getAsJsonObject()))
                  .toList());
      tab.keep("usage-month-1280-dark");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void marks_what_was_estimated_and_says_why() throws Exception {
    try (Tab tab = signedIn(LOSSES, 360, 740, ColorScheme.LIGHT)) {
      Page page = tab.page();
      Locator estimated = page.locator("mh-chart tbody tr[data-mark=estimated]");
      for (int day = 0; day < 8 && estimated.count() == 0; day++) {
        earlier(page);
      }
      List<Locator> rows = rows(page);
      int at =
          rows.stream().map(row -> row.getAttribute("data-mark")).toList().indexOf("estimated");
      assertThat(at).as("an estimated value within eight days").isNotNegative();

      Locator plot = page.locator("mh-chart svg.plot");
      plot.focus();
      page.keyboard().press("Home");
      for (int i = 0; i < at; i++) {
        page.keyboard().press("ArrowRight");
      }

      assertThat(page.locator("mh-chart .detail")).containsText("estimated");
      assertThat(page.locator("mh-chart .detail .why"))
          .containsText(Pattern.compile("counter|similar day|straight line"));
      assertThat(plot).hasAttribute("aria-valuetext", Pattern.compile("estimated\\. .+"));
      // by pattern, not by colour alone
      assertThat(plot.locator("rect.bar.estimated").first())
          .hasAttribute("fill", Pattern.compile("^url\\(#.+-estimated\\)$"));
      assertThat(page.locator("mh-chart .legend li[data-mark=estimated] .count"))
          .hasText(Integer.toString(estimated.count()));
      tab.keep("usage-estimated-360-light");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void switches_an_appliance_shows_the_truth_at_every_moment_and_tells_the_phone()
      throws Exception {
    Rest rest = rest(APPLIANCES);
    String phone = "browser-test-phone-" + System.nanoTime();
    try (Tab tab = signedIn(APPLIANCES, 360, 740, ColorScheme.DARK)) {
      Page page = tab.page();
      registerPhone(page, phone);
      open(page, "Devices");
      Locator kettle =
          page.locator("mh-switch")
              .filter(
                  new Locator.FilterOptions().setHas(page.locator("[data-device=A-09-kettle]")));
      Locator state = kettle.locator(".switch");
      boolean wasOn = "on".equals(state.getAttribute("data-state"));
      String wanted = wasOn ? "off" : "on";
      page.evaluate(WATCH_THE_SWITCH, "A-09-kettle");

      kettle.locator("[data-action=switch-" + wanted + "]").click();

      assertThat(kettle.locator(".progress"))
          .hasAttribute(
              "data-state",
              "confirmed",
              new LocatorAssertions.HasAttributeOptions().setTimeout(SWITCHED_WITHIN_MS));
      assertThat(state).hasAttribute("data-state", wanted);
      assertThat(reported(rest)).isEqualTo(wanted);
      assertThat(watched(page))
          .as("reported state / command state, in order")
          .isNotEmpty()
          .allSatisfy(moment -> {
            if (moment.startsWith(wanted + "/")) {
              assertThat(moment).isEqualTo(wanted + "/confirmed");
            }
          });
      tab.keep("switched-360-dark");
      assertThat(messagesFor(phone, rest)).hasSize(1);
      assertThat(tab.complaints()).isEmpty();
    }
    try (Tab tab = browsers.tab(640, 900, ColorScheme.LIGHT)) {
      tab.page().navigate(house.phones().toString());
      assertThat(tab.page().locator("#messages li")).not().hasCount(0);
      tab.keep("phone");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void compares_the_sections_of_the_building() throws Exception {
    JsonObject answer = rest(APPLIANCES).get("sections/comparison?interval=last-7-days");
    try (Tab tab = signedIn(APPLIANCES, 1280, 860, ColorScheme.LIGHT)) {
      Page page = tab.page();
      open(page, "Building");
      page.getByLabel("Per person").check();

      for (JsonElement item : answer.getAsJsonArray("items")) {
        JsonObject section = item.getAsJsonObject();
        Locator row = page.locator("tr[data-section=" + section.get("section").getAsString() + "]");
        assertThat(row.locator("[data-wh]"))
            .hasAttribute("data-wh", trimmed(section.get("perPersonWh").getAsString()));
      }
      assertThat(page.locator("tr.mine")).hasCount(1);
      tab.keep("building-1280-light");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void sets_a_limit_that_the_api_then_has() throws Exception {
    try (Tab tab = signedIn(APPLIANCES, 1280, 860, ColorScheme.LIGHT)) {
      Page page = tab.page();
      open(page, "Alarms");
      Locator limit = page.locator("form.limit[data-device=A-09-dishwasher]");
      limit.locator("input[name=limit]").fill("0");
      limit.getByRole(AriaRole.BUTTON).click();
      assertThat(limit.getByRole(AriaRole.ALERT)).containsText("from 1 to 100,000");

      limit.locator("input[name=limit]").fill("1800");
      limit.getByRole(AriaRole.BUTTON).click();

      assertThat(limit).containsText("Saved");
      assertThat(
              stream(rest(APPLIANCES).get("alarm-rules"))
                  .filter(rule -> rule.get("device").getAsString().equals("A-09-dishwasher"))
                  .map(rule -> rule.get("limitW").getAsInt()))
          .containsExactly(1800);
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void says_plainly_that_a_session_has_ended_and_keeps_tokens_and_passwords_out_of_addresses()
      throws Exception {
    try (Tab tab = signedIn(APPLIANCES, 360, 740, ColorScheme.LIGHT)) {
      Page page = tab.page();
      String token =
          (String)
              page.evaluate("() => JSON.parse(sessionStorage.getItem('meterhaus.session')).token");
      rest(APPLIANCES).revoke(token);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Alarms")).click();

      assertThat(page.locator(".sign-in")).containsText("Your session has ended");
      assertThat(page.evaluate("() => sessionStorage.length")).isEqualTo(0);
      assertThat(tab.addresses())
          .isNotEmpty()
          .allSatisfy(
              address -> assertThat(address).doesNotContain(token, house.password(APPLIANCES)));
      tab.keep("session-ended-360-light");
    }
  }

  @Test
  void refuses_a_wrong_password_in_plain_words() {
    try (Tab tab = browsers.tab(360, 740, ColorScheme.DARK)) {
      Page page = tab.page();
      page.navigate(house.page().toString());
      page.getByLabel("User name").fill(APPLIANCES);
      page.getByLabel("Password").fill("wrong");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();

      assertThat(page.getByRole(AriaRole.ALERT))
          .hasText("User name and password do not belong together.");
      tab.keep("sign-in-360-dark");
    }
  }

  private static Rest rest(String username) throws Exception {
    return new Rest(house.page(), username, house.password(username));
  }

  /** Until the meter's history has arrived and been processed up to about now. */
  private static void awaitReadings(Rest rest, String flat) throws Exception {
    Instant end = Instant.now().plus(READINGS_WITHIN);
    while (true) {
      JsonElement until = rest.get("usage-points/" + flat + "/availability").get("dataUntil");
      if (!until.isJsonNull()
          && Instant.parse(until.getAsString()).isAfter(Instant.now().minus(Duration.ofHours(2)))) {
        return;
      }
      assertThat(Instant.now()).as("readings of %s until %s", flat, until).isBefore(end);
      Thread.sleep(500);
    }
  }

  private static Tab signedIn(String username, int width, int height, ColorScheme scheme) {
    Tab tab = browsers.tab(width, height, scheme);
    Customer.signIn(tab.page(), house, username);
    return tab;
  }

  private static void open(Page page, String name) {
    Customer.open(page, name);
  }

  private static void settled(Page page) {
    Customer.settled(page);
  }

  private static void earlier(Page page) {
    String before = rows(page).getFirst().getAttribute("data-start");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Earlier")).click();
    assertThat(page.locator("mh-chart tbody tr").first()).not().hasAttribute("data-start", before);
    settled(page);
  }

  private static void registerPhone(Page page, String token) {
    open(page, "Account");
    page.getByLabel("Push token").fill(token);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Register")).click();
    assertThat(page.locator(".phones")).containsText(token);
  }

  private static List<Locator> rows(Page page) {
    assertThat(page.locator("mh-chart tbody tr").first()).isAttached();
    return page.locator("mh-chart tbody tr").all();
  }

  private static LocalDate dayOf(Locator row) {
    return Instant.parse(row.getAttribute("data-start")).atZone(ZONE).toLocalDate();
  }

  private static String row(Locator row) {
    return "%s %s %s"
        .formatted(
            Instant.parse(row.getAttribute("data-start")),
            row.getAttribute("data-wh"),
            row.getAttribute("data-mark"));
  }

  private static String row(JsonObject value) {
    JsonElement wh = value.get("valueWh");
    return "%s %s %s"
        .formatted(
            Instant.parse(value.get("start").getAsString()),
            wh.isJsonNull() ? "" : Long.toString(wh.getAsLong()),
            value.get("quality").getAsString());
  }

  private static long sumWh(List<JsonElement> values) {
    return values.stream()
        .map(value -> value.getAsJsonObject().get("valueWh"))
        .filter(wh -> !wh.isJsonNull())
        .mapToLong(JsonElement::getAsLong)
        .sum();
  }

  private static String sumOf(JsonObject bucket) {
    return bucket.get("presentCount").getAsInt() == 0
        ? ""
        : Long.toString(bucket.getAsJsonObject("sum").get("valueWh").getAsLong());
  }

  /** As JavaScript writes the number. */
  private static String trimmed(String decimal) {
    return decimal.contains(".") ? decimal.replaceAll("\\.?0+$", "") : decimal;
  }

  private static String reported(Rest rest) throws Exception {
    return rest.get("devices/A-09-kettle").getAsJsonObject("state").get("reported").getAsString();
  }

  private static List<String> messagesFor(String phone, Rest rest) throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    while (true) {
      List<String> titles =
          stream(rest.open(house.phones().resolve("/messages")))
              .filter(message -> message.get("token").getAsString().equals(phone))
              .map(message -> message.get("title").getAsString())
              .toList();
      if (!titles.isEmpty() || Instant.now().isAfter(end)) {
        return titles;
      }
      Thread.sleep(100);
    }
  }

  private static Stream<JsonObject> stream(JsonObject page) {
    return StreamSupport.stream(page.getAsJsonArray("items").spliterator(), false)
        .map(JsonElement::getAsJsonObject);
  }

  /** Writes down every picture that the switch ever shows. */
  private static final String WATCH_THE_SWITCH =
      """
      device => {
        window.moments = [];
        const look = () => {
          const part = document.querySelector(`.switch[data-device="${device}"]`);
          const progress = part?.closest("mh-switch")?.querySelector(".progress");
          const moment = `${part?.dataset.state}/${progress?.dataset.state ?? "none"}`;
          if (window.moments.at(-1) !== moment) window.moments.push(moment);
        };
        look();
        new MutationObserver(look).observe(document.body,
          { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
      }
      """;

  @SuppressWarnings("unchecked") // the script makes an array of strings
  private static List<String> watched(Page page) {
    return (List<String>) page.evaluate("() => window.moments");
  }
}
