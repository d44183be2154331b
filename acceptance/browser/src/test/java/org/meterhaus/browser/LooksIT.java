package org.meterhaus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.browser.Browsers.Tab;

/**
 * Every view, on a small phone and on a desk, light and dark: it fits, it complains about nothing,
 * and axe-core finds nothing against WCAG 2.2 A and AA. Screenshots stay in target/screenshots.
 */
@DisplayName("Every view")
@Timeout(300)
class LooksIT {

  private static final List<String> VIEWS =
      List.of("Usage", "Devices", "Building", "Alarms", "Account");

  static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static Browsers browsers;
  private static House house;

  @BeforeAll
  static void open() {
    browsers = new Browsers();
    house = House.shared();
  }

  @AfterAll
  static void close() {
    if (browsers != null) {
      browsers.close();
    }
  }

  @ParameterizedTest(name = "{0} x {1}, {2}")
  @CsvSource({"360, 740, LIGHT", "360, 740, DARK", "1280, 860, LIGHT", "1280, 860, DARK"})
  void fits_and_can_be_used_by_everybody(int width, int height, ColorScheme scheme) {
    try (Tab tab = browsers.tab(width, height, scheme)) {
      Page page = tab.page();
      page.navigate(house.page().toString());
      assertThat(page.locator(".sign-in form")).isVisible();
      check(tab, "sign-in", width, scheme);
      Customer.signIn(page, house, "ivo.fichte");
      for (String view : VIEWS) {
        Customer.open(page, view);
        if (view.equals("Devices")) {
          page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show use"))
              .first()
              .click();
        }
        check(tab, view.toLowerCase(Locale.ROOT), width, scheme);
      }
      assertThat(tab.complaints()).isEmpty();
    }
  }

  private static void check(Tab tab, String view, int width, ColorScheme scheme) {
    String name = "%s-%d-%s".formatted(view, width, scheme.name().toLowerCase(Locale.ROOT));
    tab.keep(name);
    assertThat(tab.page().evaluate("() => document.documentElement.scrollWidth - innerWidth"))
        .as("horizontal scroll of %s", name)
        .satisfies(over -> assertThat(((Number) over).intValue()).isLessThanOrEqualTo(0));
    assertThat(new AxeBuilder(tab.page()).withTags(RULES).analyze().getViolations())
        .as("axe on %s", name)
        .extracting(violation ->
            violation.getId()
                + ": "
                + violation.getNodes().stream().map(node -> node.getHtml()).limit(3).toList())
        .isEmpty();
  }
}
