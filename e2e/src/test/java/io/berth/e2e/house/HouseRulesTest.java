/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.berth.e2e.house.House.IN_A_LOBBY;
import static io.berth.e2e.house.House.IN_A_MACHINE;
import static io.berth.e2e.house.House.IN_A_NOUN;
import static io.berth.e2e.house.House.IN_A_SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rules of the house, each with its reason. */
class HouseRulesTest {

  private static final JavaClasses BERTH = House.classes("classes");

  /**
   * The program {@code berth} and those that it starts talk to a person at a terminal; there,
   * standard output is the door.
   */
  private static final String[] PROGRAMS = {
    "io.berth.simulator..", "io.berth.teststack..", "io.berth.cli..", "io.berth.launcher.."
  };

  @Test
  void everyModule_isLookedAt() {
    Set<String> seen = new TreeSet<>();
    for (JavaClass type : BERTH) {
      seen.add(type.getPackageName().split("\\.")[2]);
    }
    assertThat(seen)
        .as("a rule that looks at no class holds always; build every module first (mvn verify)")
        .contains("events", "yaml", "logappender", "stream")
        .contains("simulator", "teststack", "cli", "launcher")
        .containsAll(House.MACHINES.keySet());
  }

  @Test
  void nouns_knowNoFramework_andNoClient() {
    noClasses()
        .that(IN_A_NOUN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "jakarta..",
            "org.apache.kafka..",
            "io.fabric8.kubernetes.client..",
            "co.elastic..",
            "java.net.http..",
            "org.komamitsu..",
            "org.msgpack..")
        .because(
            "what a service exists for is a pure function: it can then be replayed, asked 'what if'"
                + " and tested exactly, for nothing")
        .check(BERTH);
  }

  @Test
  void nouns_doNotAskTheTime() {
    noClasses()
        .that(IN_A_NOUN)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .because("time comes in as an argument; who asks it himself decides otherwise in a replay")
        .check(BERTH);
  }

  @Test
  void nouns_doNotKnowTheirMachines_orTheirLobby() {
    noClasses()
        .that(IN_A_NOUN)
        .should()
        .dependOnClassesThat(IN_A_MACHINE.or(IN_A_LOBBY))
        .because("the port lives with its user: the noun says what it needs, the machine has it")
        .check(BERTH);
  }

  @Test
  void machines_doNotKnowEachOther() {
    House.MACHINES.forEach(
        (service, machines) ->
            machines.forEach(
                machine ->
                    noClasses()
                        .that()
                        .resideInAPackage("io.berth." + service + "." + machine + "..")
                        .should()
                        .dependOnClassesThat(House.inAnotherMachine(service, machine))
                        .because(
                            "what one machine needs from another is a step of somebody's work, and"
                                + " belongs to the lobby or to a noun's handler")
                        .allowEmptyShould(true)
                        .check(BERTH)));
  }

  @Test
  void machines_doNotKnowTheLobby() {
    noClasses()
        .that(IN_A_MACHINE)
        .should()
        .dependOnClassesThat(IN_A_LOBBY)
        .because("the lobby wires the rooms; a room that knows it cannot be taken out")
        .check(BERTH);
  }

  @Test
  void packages_dependOnEachOtherInOneDirection() {
    slices()
        .matching("io.berth.(**)")
        .as("packages")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            resideInAPackage("io.berth.events.."), resideInAPackage("io.berth.events.."))
        .because(
            "a package in a cycle can be neither read nor moved alone; the contract is one cycle, as"
                + " a sealed interface names its records, and they name it")
        .check(BERTH);
  }

  @Test
  void beans_areMadeInTheLobby() {
    noClasses()
        .that(IN_A_SERVICE)
        .and(DescribedPredicate.not(IN_A_LOBBY))
        .should()
        .beAnnotatedWith("org.springframework.stereotype.Component")
        .orShould()
        .beAnnotatedWith("org.springframework.stereotype.Service")
        .orShould()
        .beAnnotatedWith("org.springframework.stereotype.Repository")
        .because("who reads the configuration sees every object and what it is made of")
        .check(BERTH);
  }

  @Test
  void configuration_isReadByTheRecordOfProperties() {
    noClasses()
        .that(IN_A_SERVICE)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value")
        .because("a record that refuses wrong values fails the start with the key's name")
        .check(BERTH);
  }

  @Test
  void nothing_isInjectedIntoFields() {
    noFields()
        .should()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .orShould()
        .beAnnotatedWith("jakarta.inject.Inject")
        .orShould()
        .beAnnotatedWith("jakarta.annotation.Resource")
        .because("an object is whole when its constructor returns")
        .check(BERTH);
  }

  @Test
  void rooms_areNamedAfterSomething() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..impl..",
            "..service..",
            "..model..",
            "..dto..",
            "..helper..",
            "..helpers..",
            "..misc..",
            "..infrastructure..")
        .because("a room named after nothing takes everything in")
        .check(BERTH);
  }

  @Test
  void everyPackage_isNullMarked() {
    Set<String> bare = new TreeSet<>();
    for (JavaClass type : BERTH) {
      JavaPackage room = type.getPackage();
      if (room.tryGetAnnotationOfType("org.jspecify.annotations.NullMarked").isEmpty()) {
        bare.add(room.getName());
      }
    }
    assertThat(bare)
        .as("packages without @NullMarked: there the compiler does not look for nulls")
        .isEmpty();
  }

  @Test
  void onlyTheCommandLine_printsToTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PROGRAMS)
        .and()
        .resideOutsideOfPackage("io.berth.logappender..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("what a service says is a log record, that can be shipped and found")
        .check(BERTH);
  }

  @Test
  void loggers_areConstants() {
    fields()
        .that()
        .haveRawType("org.slf4j.Logger")
        .should()
        .bePrivate()
        .andShould()
        .beStatic()
        .andShould()
        .beFinal()
        .because("a logger is named for the class that speaks")
        .check(BERTH);
  }

  @Test
  void contract_dependsOnlyOnJacksonKafkaAndJSpecify() {
    classes()
        .that()
        .resideInAPackage("io.berth.events..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.berth.events..",
            "java..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.apache.kafka..",
            "org.jspecify..")
        .because("other teams put it on their class path")
        .check(BERTH);
  }

  @Test
  void tests_waitForSomething_andNotForAWhile() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .because("a sleep is too long on a fast machine and too short on a slow one")
        .check(House.classes("test-classes"));
  }
}
