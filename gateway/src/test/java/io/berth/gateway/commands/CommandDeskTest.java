/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import static io.berth.gateway.Samples.CLUSTERS;
import static io.berth.gateway.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Envelope;
import io.berth.events.InvalidField;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.command.Command;
import io.berth.gateway.board.Board;
import io.berth.gateway.commands.Receipt.Faulty;
import io.berth.gateway.commands.Receipt.IdTaken;
import io.berth.gateway.commands.Receipt.Taken;
import io.berth.gateway.commands.Receipt.Unconfirmed;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

class CommandDeskTest {

  private static final Caller ALICE = new Caller("alice", "console");

  private final InMemoryLog log = new InMemoryLog();
  private final CommandDesk desk =
      new CommandDesk(
          CLUSTERS, log, new Board(CLUSTERS, 10, 10), Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void aCommand_isWritten_inTheNameOfItsCaller() {
    assertThat(take("scale", "{app: {namespace: shop, name: cart}, replicas: 5}", "c1"))
        .isEqualTo(new Taken("c1", false));
    Envelope<? extends Command> written = log.commands.getFirst();
    assertThat(written.id()).isEqualTo("c1");
    assertThat(written.time()).isEqualTo(NOON);
    assertThat(written.payload().meta().requestedBy()).isEqualTo("alice");
  }

  @Test
  void aCaller_cannotSpeakForAnother() {
    take("stop", "{app: {namespace: shop, name: cart}, meta: {requestedBy: bob}}", "c1");
    assertThat(log.commands.getFirst().payload().meta().requestedBy()).isEqualTo("alice");
  }

  @Test
  void theSameCommandAgain_isTakenOnce() {
    String stop = "{app: {namespace: shop, name: cart}}";
    take("stop", stop, "c1");
    assertThat(take("stop", stop, "c1")).isEqualTo(new Taken("c1", true));
    assertThat(log.commands).hasSize(1);
  }

  @Test
  void anotherCommand_withTheSameId_isNotTaken() {
    take("stop", "{app: {namespace: shop, name: cart}}", "c1");
    assertThat(take("stop", "{app: {namespace: shop, name: till}}", "c1"))
        .isEqualTo(new IdTaken("c1"));
  }

  @Test
  void faults_areToldAllTogether_andAudited() {
    Receipt receipt =
        take("deploy", "{app: {namespace: Shop}, spec: {image: 'a:1', replicas: 0}}", "c1");
    assertThat(((Faulty) receipt).faults())
        .extracting(InvalidField::field)
        .contains("app.namespace", "app.name", "spec.replicas");
    assertThat(log.audit).extracting(AuditEntry::outcome).containsExactly(Outcome.REFUSED);
    assertThat(log.commands).isEmpty();
  }

  @Test
  void aMisspeltField_isRefused_becauseItWouldSilentlyNotBeDone() {
    assertThat(take("scale", "{app: {namespace: shop, name: cart}, replica: 5}", "c1"))
        .isInstanceOf(Faulty.class);
  }

  @Test
  void aBody_thatIsNoObject_isRefused() {
    assertThat(take("stop", "[1]", "c1"))
        .isEqualTo(
            new Faulty(
                List.of(new InvalidField("", "a array", "an object with the command's fields"))));
  }

  @Test
  void aClusterNobodyServes_isRefused() {
    assertThat(faults("{clusters: [dc-x]}"))
        .containsExactly(new InvalidField("meta.clusters[0]", "'dc-x'", "one of: dc-a, dc-b"));
  }

  @Test
  void aQuorum_largerThanTheTargets_isRefused() {
    assertThat(faults("{partialFailure: {type: QUORUM, clusters: 3}}"))
        .containsExactly(
            new InvalidField(
                "meta.partialFailure.clusters", "3", "1 to 2, the number of target clusters"));
  }

  @Test
  void aCanary_thatIsNoTarget_isRefused() {
    assertThat(faults("{clusters: [dc-a], partialFailure: {type: CANARY_FIRST, cluster: dc-b}}"))
        .containsExactly(
            new InvalidField(
                "meta.partialFailure.cluster", "'dc-b'", "one of meta.clusters: dc-a"));
  }

  @Test
  void aWave_ofAnUnknownCluster_isRefused() {
    assertThat(faults("{order: {type: WAVES, waves: [[dc-a], [dc-x]]}}"))
        .extracting(InvalidField::field)
        .containsExactly("meta.order.waves");
  }

  @Test
  void whenTheLogDoesNotConfirm_nothingIsClaimed() {
    log.away = true;
    assertThat(take("stop", "{app: {namespace: shop, name: cart}}", "c1"))
        .isEqualTo(new Unconfirmed("c1", "no broker"));
    log.away = false;
    assertThat(take("stop", "{app: {namespace: shop, name: cart}}", "c1"))
        .isEqualTo(new Taken("c1", false));
  }

  private List<InvalidField> faults(String meta) {
    return ((Faulty) take("stop", "{app: {namespace: shop, name: cart}, meta: " + meta + "}", "c"))
        .faults();
  }

  private Receipt take(String verb, String yaml, String id) {
    return desk.take(
        CommandDraft.payloadOf(verb).orElseThrow(), YAMLMapper.shared().readTree(yaml), ALICE, id);
  }

  private static final class InMemoryLog implements CommandLog {
    private final List<Envelope<? extends Command>> commands = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private boolean away;

    @Override
    public void append(Envelope<? extends Command> command) throws NotConfirmed {
      if (away) {
        throw new NotConfirmed("no broker", new IOException());
      }
      commands.add(command);
    }

    @Override
    public void audit(AuditEntry entry) {
      audit.add(entry);
    }
  }
}
