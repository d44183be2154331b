package org.meterhaus.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The layers of the house")
class LayersTest {
  private static final String ROOT = "org.meterhaus.";

  /** Each part and the parts that it may use, as the table in docs/ARCHITECTURE.md has them. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("benchmarks", Set.of("dlms")),
          Map.entry("dlms", Set.of()),
          Map.entry("meters", Set.of("dlms")),
          Map.entry("sink", Set.of("dlms")),
          Map.entry("headend", Set.of("dlms", "db")),
          Map.entry("db", Set.of()),
          Map.entry("processing", Set.of("db")),
          Map.entry("push", Set.of("db")),
          Map.entry("dissemination", Set.of("db")),
          Map.entry("rest", Set.of("dissemination")),
          Map.entry("soap", Set.of("dissemination")),
          Map.entry("server", Set.of("db", "dissemination", "rest", "soap")),
          Map.entry(
              "command",
              Set.of(
                  "db",
                  "dissemination",
                  "dlms",
                  "headend",
                  "meters",
                  "processing",
                  "push",
                  "server",
                  "sink")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("generated"))
          .importPackages("org.meterhaus");

  @TestFactory
  List<DynamicTest> a_part_uses_only_what_it_may() {
    return MAY_USE.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> usesOnly(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static void usesOnly(String part, Set<String> allowed) {
    String[] forbidden =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(part) && !allowed.contains(other))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(CLASSES);
  }

  @Test
  void every_package_belongs_to_a_part() {
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String rest = type.getPackageName().substring(ROOT.length() - 1);
      String part = rest.isEmpty() ? "" : rest.substring(1).replaceFirst("\\..*", "");
      if (!MAY_USE.containsKey(part)) {
        strangers.add(type.getPackageName());
      }
    }

    assertThat(strangers).isEmpty();
    for (String part : MAY_USE.keySet()) {
      assertThat(CLASSES).as(part).anyMatch(type -> type.getPackageName().startsWith(ROOT + part));
    }
  }

  @Test
  void packages_are_free_of_cycles() {
    for (String part : MAY_USE.keySet()) {
      slices()
          .matching(ROOT + part + ".(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void only_the_transport_knows_netty() {
    noClasses()
        .that(resideOutsideOfPackages("org.meterhaus.dlms.transport.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void sql_and_hibernate_stay_in_the_database_module_and_in_shells() {
    noClasses()
        .that(
            resideInAnyPackage(
                "org.meterhaus.dlms..",
                "org.meterhaus.meters..",
                "org.meterhaus.sink..",
                "org.meterhaus.rest..",
                "org.meterhaus.soap.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.hibernate..", "jakarta.persistence..")
        .check(CLASSES);
  }

  @Test
  void plain_java_stays_plain() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                "org.meterhaus.rest..",
                "org.meterhaus.soap..",
                "org.meterhaus.server..",
                "org.meterhaus.db.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta..")
        .check(CLASSES);
  }

  @Test
  void web_frameworks_stay_at_the_boundary() {
    noClasses()
        .that(resideOutsideOfPackages("org.meterhaus.rest..", "org.meterhaus.server.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws..")
        .check(CLASSES.that(DescribedPredicate.not(resideInAnyPackage("org.meterhaus.soap.."))));
  }

  @Test
  void names_say_what_a_class_is() {
    classes()
        .that()
        .resideInAPackage("org.meterhaus..")
        .should()
        .haveSimpleNameNotEndingWith("Impl")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .check(CLASSES);
  }
}
