/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import static io.berth.gateway.GatewaySamples.CLUSTERS;
import static io.berth.gateway.GatewaySamples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Envelope;
import io.berth.events.InvalidField;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Tier;
import io.berth.gateway.commands.CommandService.SubmissionResult;
import io.berth.gateway.commands.CommandService.SubmissionResult.IdempotencyKeyReused;
import io.berth.gateway.commands.CommandService.SubmissionResult.InvalidSubmission;
import io.berth.gateway.commands.CommandService.SubmissionResult.Submitted;
import io.berth.gateway.commands.CommandService.SubmissionResult.Unconfirmed;
import io.berth.gateway.view.MaterializedView;
import io.berth.yaml.YamlReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandServiceTest {

  private static final Caller ALICE = new Caller("alice", "console");

  private final InMemoryPublisher publisher = new InMemoryPublisher();
  private final CommandService service =
      new CommandService(
          CLUSTERS,
          publisher,
          new MaterializedView(CLUSTERS, 10, 10),
          Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void command_isPublished_withItsCallerAsPrincipal() {
    assertThat(submit("scale", "{app: {namespace: shop, name: cart}, replicas: 5}", "c1"))
        .isEqualTo(new Submitted("c1", false));
    Envelope<? extends Command> written = publisher.commands.getFirst();
    assertThat(written.id()).isEqualTo("c1");
    assertThat(written.time()).isEqualTo(NOON);
    assertThat(written.payload().meta().requestedBy()).isEqualTo("alice");
  }

  @Test
  void caller_cannotNameAnotherPrincipal() {
    submit("stop", "{app: {namespace: shop, name: cart}, meta: {requestedBy: bob}}", "c1");
    assertThat(publisher.commands.getFirst().payload().meta().requestedBy()).isEqualTo("alice");
  }

  @Test
  void repeatedCommand_isPublishedOnce() {
    String stop = "{app: {namespace: shop, name: cart}}";
    submit("stop", stop, "c1");
    assertThat(submit("stop", stop, "c1")).isEqualTo(new Submitted("c1", true));
    assertThat(publisher.commands).hasSize(1);
  }

  @Test
  void otherCommandWithTheSameId_isRejected() {
    submit("stop", "{app: {namespace: shop, name: cart}}", "c1");
    assertThat(submit("stop", "{app: {namespace: shop, name: till}}", "c1"))
        .isEqualTo(new IdempotencyKeyReused("c1"));
  }

  @Test
  void faults_areReportedTogether_andAudited() {
    SubmissionResult result =
        submit("deploy", "{app: {namespace: Shop}, spec: {image: 'a:1', replicas: 0}}", "c1");
    assertThat(((InvalidSubmission) result).faults())
        .extracting(InvalidField::field)
        .contains("app.namespace", "app.name", "spec.replicas");
    assertThat(publisher.audit).extracting(AuditEntry::outcome).containsExactly(Outcome.REFUSED);
    assertThat(publisher.commands).isEmpty();
  }

  @Test
  void unknownField_isRejected() {
    assertThat(submit("scale", "{app: {namespace: shop, name: cart}, replica: 5}", "c1"))
        .isInstanceOf(InvalidSubmission.class);
  }

  @Test
  void bodyThatIsNoObject_isRejected() {
    assertThat(submit("stop", "[1]", "c1"))
        .isEqualTo(
            new InvalidSubmission(List.of(new InvalidField("", "a list", "an object", 1, 1))));
  }

  @Test
  void unknownCluster_isRejected() {
    assertThat(faults("{clusters: [dc-x]}"))
        .containsExactly(
            new InvalidField("meta.clusters[0]", "'dc-x'", "one of: dc-a, dc-b", 1, 56));
  }

  @Test
  void quorumLargerThanTheTargets_isRejected() {
    assertThat(faults("{partialFailure: {type: QUORUM, clusters: 3}}"))
        .containsExactly(
            new InvalidField(
                "meta.partialFailure.clusters",
                "3",
                "1 to 2, the number of target clusters",
                1,
                86));
  }

  @Test
  void canaryThatIsNoTarget_isRejected() {
    assertThat(faults("{clusters: [dc-a], partialFailure: {type: CANARY_FIRST, cluster: dc-b}}"))
        .containsExactly(
            new InvalidField(
                "meta.partialFailure.cluster", "'dc-b'", "one of meta.clusters: dc-a", 1, 109));
  }

  @Test
  void waveOfAnUnknownCluster_isRejected() {
    assertThat(faults("{order: {type: WAVES, waves: [[dc-a], [dc-x]]}}"))
        .extracting(InvalidField::field)
        .containsExactly("meta.order.waves");
  }

  @Test
  void quantitiesAndDurations_areReadAsPeopleWriteThem_andPublishedInContractUnits() {
    assertThat(
            submit(
                "deploy",
                """
                app: {namespace: shop, name: cart}
                meta: {deadline: 10m}
                spec: {image: 'a:1', replicas: 3, tier: standard, limits: {cpu: 500m, memory: 1.5Gi}}
                """,
                "c1"))
        .isEqualTo(new Submitted("c1", false));
    Deploy written = (Deploy) publisher.commands.getFirst().payload();
    assertThat(written.meta().deadline()).isEqualTo(Duration.ofMinutes(10));
    assertThat(written.spec().limits()).isEqualTo(new AppSpec.Limits(500, 1610612736));
    assertThat(written.spec().tier()).isEqualTo(Tier.STANDARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu: 1.5, memory: 268435456 | 1500 | 268435456",
        "cpu: 2, memory: 128974848 | 2000 | 128974848",
        "cpu: '2', memory: '129e6' | 2000 | 129000000",
        "cpu: 0.1, memory: 1.28974848e+08 | 100 | 128974848",
        "cpu: +250m, memory: 129M | 250 | 129000000"
      })
  void numbersInYaml_areReadAsQuantities(String limits, long millis, long bytes) {
    submit(
        "deploy",
        "{app: {namespace: shop, name: cart}, spec: {image: a, replicas: 1, limits: {"
            + limits
            + "}}}",
        "c1");
    assertThat(((Deploy) publisher.commands.getFirst().payload()).spec().limits())
        .isEqualTo(new AppSpec.Limits(millis, bytes));
  }

  @Test
  void fractionalProbeTimes_areRejectedAtTheApi_butReadFromTheTopic() {
    String deploy =
        """
        {app: {namespace: shop, name: cart}, spec: {image: 'a:1', replicas: 3, probes: {readiness:
          {check: {type: TCP, port: 1}, period: PT1.5S, timeout: 1900ms, initialDelay: 0.4s}}}}
        """;
    assertThat(((InvalidSubmission) submit("deploy", deploy, "c1")).faults())
        .extracting(InvalidField::withoutPlace)
        .containsExactly(
            "spec.probes.readiness.initialDelay: found PT0.4S, wanted whole seconds, the only ones"
                + " that Kubernetes takes: 0s or 1s",
            "spec.probes.readiness.period: found PT1.5S, wanted whole seconds, the only ones that"
                + " Kubernetes takes: 1s or 2s",
            "spec.probes.readiness.timeout: found PT1.9S, wanted whole seconds, the only ones that"
                + " Kubernetes takes: 1s or 2s");
    assertThat(CommandParser.parse(Deploy.class, YamlReader.read(deploy.getBytes(UTF_8)), "alice"))
        .isInstanceOf(Deploy.class);
  }

  @Test
  void unconfirmedCommand_isNotReportedAsSubmitted() {
    publisher.isUnavailable = true;
    assertThat(submit("stop", "{app: {namespace: shop, name: cart}}", "c1"))
        .isEqualTo(new Unconfirmed("c1", "no broker"));
    publisher.isUnavailable = false;
    assertThat(submit("stop", "{app: {namespace: shop, name: cart}}", "c1"))
        .isEqualTo(new Submitted("c1", false));
  }

  private List<InvalidField> faults(String meta) {
    return ((InvalidSubmission)
            submit("stop", "{app: {namespace: shop, name: cart}, meta: " + meta + "}", "c"))
        .faults();
  }

  private SubmissionResult submit(String verb, String yaml, String id) {
    return service.submit(
        CommandParser.payloadOf(verb).orElseThrow(),
        YamlReader.read(yaml.getBytes(UTF_8)),
        ALICE,
        id);
  }

  private static final class InMemoryPublisher implements CommandPublisher {
    private final List<Envelope<? extends Command>> commands = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private boolean isUnavailable;

    @Override
    public void publish(Envelope<? extends Command> command) throws NotConfirmedException {
      if (isUnavailable) {
        throw new NotConfirmedException("no broker", new IOException());
      }
      commands.add(command);
    }

    @Override
    public void audit(AuditEntry entry) {
      audit.add(entry);
    }
  }
}
