package org.meterhaus.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The server's log")
class QuietTest {
  private final Quiet quiet = new Quiet();

  @ParameterizedTest
  @CsvSource({
    "org.meterhaus.server.Composition,FINE,true",
    "org.meterhaus.server.Composition,INFO,true",
    "org.meterhausish,INFO,false",
    "PayaraMicro,INFO,false",
    "PayaraMicro,WARNING,true",
    "javax.enterprise.system.core,SEVERE,true",
    "javax.enterprise.system.security.ssl,WARNING,false",
    "jakarta.enterprise.web.util,SEVERE,false",
    "org.glassfish.jersey.internal.inject.Providers,WARNING,false"
  })
  void has_what_an_operator_should_read(String logger, String level, boolean heard) {
    assertThat(quiet.isLoggable(record(logger, level))).isEqualTo(heard);
  }

  @Test
  void has_the_warnings_of_nameless_loggers() {
    assertThat(quiet.isLoggable(new LogRecord(Level.WARNING, "who said that?"))).isTrue();
  }

  @Test
  void cannot_be_flooded_by_malformed_request_lines() {
    LogRecord record = record("jakarta.enterprise.web.core", "SEVERE");
    record.setThrown(new IllegalArgumentException("URLDecoder: Illegal hex characters in %zz"));

    assertThat(quiet.isLoggable(record)).isFalse();
  }

  private static LogRecord record(String logger, String level) {
    var record = new LogRecord(Level.parse(level), "text");
    record.setLoggerName(logger);
    return record;
  }
}
