package org.meterhaus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What a reader does on the page. */
final class Customer {

  private Customer() {}

  static void signIn(Page page, House house, String username) {
    page.navigate(house.page().toString());
    page.getByLabel("User name").fill(username);
    page.getByLabel("Password").fill(house.password(username));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    assertThat(page.locator("mh-chart svg.plot")).isVisible();
    settled(page);
  }

  /** Opens a view by its name in the navigation. */
  static void open(Page page, String name) {
    page.getByRole(AriaRole.NAVIGATION)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name))
        .click();
    assertThat(page.locator("nav a[aria-current=page]")).hasText(name);
    settled(page);
  }

  /** Until nothing is loading. */
  static void settled(Page page) {
    assertThat(page.locator("[aria-busy=true]")).hasCount(0);
    assertThat(page.locator(".waiting")).hasCount(0);
  }
}
