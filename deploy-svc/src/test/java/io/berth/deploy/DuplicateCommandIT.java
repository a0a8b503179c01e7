/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.testing.CommandVerb.Given.ANN;
import static io.berth.deploy.testing.CommandVerb.Given.NEXT;
import static io.berth.deploy.testing.CommandVerb.deploy;
import static io.berth.deploy.testing.CommandVerb.succeeded;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.shop;
import static io.berth.deploy.testing.TestApps.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.deploy.testing.CommandVerb;
import io.berth.deploy.testing.Harness;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * One command, sent twice under one id: by a double click, a retry, two producers. Whatever it asks
 * for and whenever the second one comes, it is done once and has one verdict.
 */
class DuplicateCommandIT {

  private static final String SLOW = "registry.example/shop/cart:2-slow";

  @AutoClose
  private static final Harness berth =
      Harness.running("--berth.rollout.grace.not-ready=2m"); // a slow start is none of its faults

  /** A command and where it was sent to. */
  private record Sent(CommandVerb verb, AppRef app, Envelope<Command> envelope) {
    String id() {
      return envelope.id();
    }
  }

  @Test
  void duplicatesInOneBatchAndAfterTheVerdict_areAppliedOnce() {
    List<Sent> all = prepared("batch");

    all.forEach(sent -> berth.sender.sendTogether(List.of(sent.envelope(), sent.envelope())));
    doneOnce(all);

    all.forEach(sent -> berth.publish(sent.envelope()));
    doneOnce(all);
  }

  @Test
  void queuedDuplicates_doNotSupersedeTheFirst() {
    List<Sent> all = prepared("behind");
    berth.outage.begin();

    for (int times = 0; times < 3; times++) {
      all.forEach(sent -> berth.publish(sent.envelope()));
    }
    everythingIsRead();
    berth.outage.end();

    doneOnce(all);
  }

  @Test
  void duplicateWithoutAKey_isTheSameCommand() {
    List<Sent> all = prepared("keyless");

    all.forEach(
        sent -> {
          berth.send(keyless(sent.envelope()));
          berth.publish(sent.envelope());
          berth.send(keyless(sent.envelope()));
        });

    doneOnce(all);
  }

  @Test
  void duplicateDuringARollout_isAppliedOnce_alsoByTheNextInstance() {
    List<Sent> rollouts = slowRollouts();
    List<Sent> all = new ArrayList<>(rollouts);
    all.addAll(prepared("takeover", verb -> rollouts.stream().noneMatch(it -> it.verb() == verb)));
    all.forEach(sent -> berth.publish(sent.envelope()));
    rollouts.forEach(sent -> await().until(() -> of(sent, Applied.class) == 1));

    all.forEach(sent -> berth.publish(sent.envelope()));
    berth.stop();
    all.forEach(sent -> berth.publish(sent.envelope()));
    berth.start();

    doneOnce(all);
  }

  private List<Sent> slowRollouts() {
    List<Sent> all = new ArrayList<>();
    for (CommandVerb verb :
        List.of(
            CommandVerb.FIRST_DEPLOY, CommandVerb.DEPLOY, CommandVerb.SCALE, CommandVerb.RESTART)) {
      AppRef app = verb.app("slow");
      boolean deploys = verb == CommandVerb.FIRST_DEPLOY || verb == CommandVerb.DEPLOY;
      if (verb != CommandVerb.FIRST_DEPLOY) {
        succeeded(berth, deploy(app, deploys ? GOOD : SLOW));
      }
      all.add(sent(verb, app, deploys ? deploy(app, SLOW) : verb.command(app)));
    }
    return all;
  }

  @Test
  void duplicateOfAnOlderCommand_doesNotReplaceTheNewerOne() {
    AppRef app = shop("overtaken");
    succeeded(berth, deploy(app, GOOD));
    Sent older = sent(CommandVerb.DEPLOY, app, deploy(app, NEXT));
    berth.outage.begin();
    berth.publish(older.envelope());
    String newer = berth.send(deploy(app, "registry.example/shop/cart:3.0.0"));
    berth.publish(older.envelope());
    everythingIsRead();
    berth.outage.end();

    assertThat(berth.concluded(newer).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(older.id()).supersededBy()).isEqualTo(newer);
    assertThat(berth.image(app)).startsWith("registry.example/shop/cart:3.0.0");
    assertThat(of(older, Concluded.class)).isEqualTo(1);
  }

  @Test
  void oneTimeOrNoOpCommand_isNeitherRepeatedNorRejected() {
    AppRef app = shop("once");
    Envelope<Command> first =
        envelope(new Deploy(meta(0L, false), app, spec(GOOD, 3), false)); // if it is not there
    Envelope<Command> rehearsed =
        envelope(new Deploy(meta(null, true), shop("rehearsed"), spec(GOOD, 3), false));
    Envelope<Command> refused = envelope(new Scale(ANN, shop("nowhere"), 5));

    for (Envelope<Command> envelope : List.of(first, rehearsed, refused)) {
      berth.sender.sendTogether(List.of(envelope, envelope, envelope));
      berth.verdict(envelope.id());
      berth.publish(envelope);
      berth.verdict(berth.send(new Restart(rehearsed(), envelope.payload().subject())));
      assertThat(berth.operationsOf(envelope.id()).stream().filter(Harness::isVerdict)).hasSize(1);
    }

    assertThat(berth.concluded(first.id()).verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(berth.concluded(rehearsed.id()).summary()).contains("dry run");
    assertThat(berth.live(shop("rehearsed"))).isNull();
    assertThat(berth.rejected(refused.id()).violations())
        .extracting(Violation::rule)
        .containsExactly("app-exists");
  }

  @Test
  void duplicateRemove_afterTheNextDeploy_doesNotRemoveIt() {
    AppRef app = shop("again");
    succeeded(berth, deploy(app, GOOD));
    Envelope<Command> remove = envelope(new Remove(ANN, app, "again"));
    berth.outage.begin();
    berth.publish(remove);
    String next = berth.send(deploy(app, NEXT));
    berth.publish(remove);
    everythingIsRead();
    berth.outage.end();

    assertThat(berth.concluded(remove.id()).verdict())
        .as("the next one may come before the last pod is gone")
        .isIn(Verdict.SUCCEEDED, Verdict.SUPERSEDED);
    assertThat(berth.concluded(next).verdict()).isEqualTo(Verdict.SUCCEEDED);
    berth.verdict(berth.send(new Restart(rehearsed(), app)));
    assertThat(berth.image(app)).startsWith(NEXT);
    assertThat(berth.operationsOf(remove.id()).stream().filter(Harness::isVerdict)).hasSize(1);
  }

  private static Envelope<Command> envelope(Command command) {
    return Envelope.of(UUID.randomUUID().toString(), "/test", Instant.now(), command);
  }

  private List<Sent> prepared(String timing) {
    return prepared(timing, _ -> true);
  }

  private List<Sent> prepared(String timing, Predicate<CommandVerb> which) {
    List<Sent> all = new ArrayList<>();
    for (CommandVerb verb : Stream.of(CommandVerb.values()).filter(which).toList()) {
      AppRef app = verb.app(timing);
      verb.prepare(berth, app);
      all.add(sent(verb, app, verb.command(app)));
    }
    return all;
  }

  private static Sent sent(CommandVerb verb, AppRef app, Command command) {
    String id = verb + "-" + UUID.randomUUID();
    return new Sent(verb, app, Envelope.of(id, "/test", Instant.now(), command));
  }

  private static void doneOnce(List<Sent> all) {
    all.forEach(sent -> berth.verdict(sent.id()));
    // In turn behind the last of them.
    all.forEach(sent -> berth.verdict(berth.send(new Restart(rehearsed(), sent.app()))));
    SoftAssertions softly = new SoftAssertions();
    for (Sent sent : all) {
      softly.assertThat(verdicts(sent)).as(sent.id()).containsExactly(Verdict.SUCCEEDED);
      softly.assertThat(of(sent, Accepted.class)).as("Accepted of " + sent.id()).isEqualTo(1);
      softly.assertThat(of(sent, Applied.class)).as("Applied of " + sent.id()).isEqualTo(1);
      softly
          .assertThat(sent.verb().effect(berth, sent.app()))
          .as("effect of " + sent.id())
          .isEqualTo(sent.verb().wanted(sent.envelope()));
    }
    softly.assertAll();
  }

  private static List<Verdict> verdicts(Sent sent) {
    return berth.operationsOf(sent.id()).stream()
        .filter(Harness::isVerdict)
        .map(said -> said instanceof Concluded end ? end.verdict() : Verdict.REJECTED)
        .toList();
  }

  private static long of(Sent sent, Class<? extends Operation> type) {
    return berth.operationsOf(sent.id()).stream().filter(type::isInstance).count();
  }

  /** Whatever was sent before lies in this service: one whose deadline passed behind it says so. */
  private static void everythingIsRead() {
    for (int partition = 0; partition < 2; partition++) {
      berth.verdict(
          berth.send(new Restart(ANN.withDeadline(Duration.ofSeconds(1)), in(partition))));
    }
  }

  /** An application whose commands lie in that partition of two. */
  private static AppRef in(int partition) {
    for (int i = 0; ; i++) {
      AppRef app = shop("late-" + UUID.randomUUID().toString().substring(0, 8));
      int hash =
          org.apache.kafka.common.utils.Utils.toPositive(
              org.apache.kafka.common.utils.Utils.murmur2(app.toString().getBytes(UTF_8)));
      if (hash % 2 == partition) {
        return app;
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> keyless(Envelope<Command> envelope) {
    RecordHeaders headers = new RecordHeaders();
    String topic = berth.prefix + Topics.COMMANDS.name();
    try (CloudEventSerializer serializer = new CloudEventSerializer()) {
      byte[] value = serializer.serialize(topic, headers, envelope);
      return new ProducerRecord<>(topic, null, null, null, value, headers);
    }
  }

  private static CommandMeta rehearsed() {
    return meta(null, true);
  }

  private static CommandMeta meta(@Nullable Long expectedRelease, boolean dryRun) {
    return new CommandMeta(
        "ann",
        null,
        ANN.deadline(),
        ANN.clusters(),
        ANN.order(),
        ANN.partialFailure(),
        expectedRelease,
        dryRun);
  }
}
