package org.meterhaus.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine's own Chromium, driven by Playwright. Nothing is downloaded. */
final class Browsers implements AutoCloseable {

  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("METERHAUS_CHROMIUM", "/usr/bin/chromium"));

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox", // the tests may run as root in a container
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  Browsers() {
    if (!Files.isExecutable(CHROMIUM)) {
      throw new IllegalStateException(
          "%s is missing: install it (Debian: apt-get install chromium), or name another Chromium by METERHAUS_CHROMIUM"
              .formatted(CHROMIUM));
    }
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(ARGUMENTS));
  }

  /** A reader far from the building's time zone, so that a confusion of the two is seen. */
  Tab tab(int width, int height, ColorScheme scheme) {
    return new Tab(
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("America/New_York")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** One window of one reader, and everything that it complained about. */
  static final class Tab implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    private Tab(BrowserContext context) {
      this.context = context;
      this.page = context.newPage();
      page.onConsoleMessage(message -> {
        if (message.type().equals("error") || message.type().equals("warning")) {
          complaints.add(message.text() + " (" + message.location() + ")");
        }
      });
      page.onPageError(complaints::add);
      page.onRequest(request -> addresses.add(request.url()));
    }

    Page page() {
      return page;
    }

    /** What the console said at warning or above, and uncaught errors. */
    List<String> complaints() {
      return complaints;
    }

    /** Every address that was asked for. */
    List<String> addresses() {
      return addresses;
    }

    void keep(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(
                  Path.of(
                      House.property("meterhaus.browser.target"), "screenshots", name + ".png")));
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
