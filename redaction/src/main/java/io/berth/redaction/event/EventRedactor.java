/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction.event;

import io.berth.events.Event;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.events.audit.AuditEntry;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Change;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import io.berth.redaction.Redactor;
import io.berth.redaction.manifest.ClusterMessages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to a topic or to a reader, without the secrets in their texts. Identities
 * stay as they are: names, ids, images, what a reader compares. Commands are not for this: they
 * carry what is to be deployed; nor are log records, which are redacted at their door.
 */
public final class EventRedactor {

  private EventRedactor() {}

  /**
   * The event without secrets; the same where its type has no text that people or programs fill.
   */
  @SuppressWarnings("unchecked")
  public static <E extends Event> E redact(E event) {
    Event clean =
        switch (event) {
          case Operation operation -> operation(operation);
          case AppState state -> state(state);
          case ClusterEvent seen -> clusterEvent(seen);
          case PodFacts pod -> pod(pod);
          case AlertTransition alert -> alert(alert);
          case AlertRule rule -> rule(rule);
          case Silence silence -> silence(silence);
          case AuditEntry entry -> audit(entry);
          default -> event;
        };
    return (E) clean;
  }

  private static Operation operation(Operation operation) {
    return switch (operation) {
      case Accepted it ->
          new Accepted(
              ref(it.ref()),
              it.release(),
              all(it.diff(), EventRedactor::change),
              all(it.notes(), EventRedactor::text));
      case Rejected it ->
          new Rejected(ref(it.ref()), all(it.violations(), EventRedactor::violation));
      case Applied it -> new Applied(ref(it.ref()), it.release(), it.objects());
      case Progressing it ->
          new Progressing(ref(it.ref()), it.progress(), textOrNull(it.waitingFor()));
      case Concluded it ->
          new Concluded(
              ref(it.ref()),
              it.verdict(),
              it.release(),
              it.progress(),
              it.diagnosis() == null ? null : diagnosis(it.diagnosis()),
              text(it.summary()),
              it.supersededBy(),
              it.rolledBackBy());
      case Drifted it ->
          new Drifted(
              ref(it.ref()),
              it.object(),
              it.field(),
              text(it.found()),
              text(it.wanted()),
              text(it.manager(), 500),
              it.changedAt(),
              it.healed());
    };
  }

  private static OperationRef ref(OperationRef ref) {
    return new OperationRef(
        ref.commandId(),
        ref.verb(),
        ref.app(),
        ref.cluster(),
        text(ref.requestedBy(), 200),
        ref.at());
  }

  private static Change change(Change change) {
    return new Change(
        change.object(), change.field(), textOrNull(change.from()), textOrNull(change.to()));
  }

  private static Violation violation(Violation it) {
    return new Violation(
        it.rule(), it.version(), it.field(), text(it.found()), text(it.wanted()), text(it.help()));
  }

  private static Diagnosis diagnosis(Diagnosis it) {
    return new Diagnosis(
        it.cause(),
        text(it.explanation(), 4000),
        all(
            it.evidence(),
            fact -> new Diagnosis.Evidence(fact.source(), fact.object(), text(fact.text()))),
        all(it.advice(), EventRedactor::text));
  }

  private static AppState state(AppState it) {
    return new AppState(
        it.app(),
        it.release(),
        it.image(),
        it.digest(),
        it.tier(),
        it.environment(),
        it.replicas(),
        it.readyByRelease(),
        it.scaledBy(),
        it.phase(),
        all(
            it.conditions(),
            one ->
                new AppState.Condition(
                    one.type(), one.status(), textOrNull(one.reason()), textOrNull(one.message()))),
        it.lastCommandId(),
        it.lastCommandVerb(),
        textOrNull(it.lastCommandBy()),
        it.simulated(),
        it.observedAt(),
        it.kind());
  }

  private static ClusterEvent clusterEvent(ClusterEvent it) {
    return new ClusterEvent(
        it.cluster(),
        it.namespace(),
        it.kind(),
        it.object(),
        it.objectUid(),
        it.app(),
        it.type(),
        text(it.reason()),
        text(it.message()),
        it.count(),
        it.delta(),
        it.firstSeen(),
        it.lastSeen(),
        textOrNull(it.reporter()));
  }

  private static PodFacts pod(PodFacts it) {
    return new PodFacts(
        it.uid(),
        it.cluster(),
        it.namespace(),
        it.name(),
        it.app(),
        it.ownerKind(),
        it.ownerName(),
        it.node(),
        it.podIp(),
        it.phase(),
        fields(it.labels()),
        it.containers(),
        it.release(),
        it.startedAt(),
        it.goneAt());
  }

  private static AlertTransition alert(AlertTransition it) {
    AlertTransition.LastCommand last = it.lastCommand();
    return new AlertTransition(
        it.fingerprint(),
        it.generation(),
        it.sequence(),
        it.from(),
        it.to(),
        text(it.cause(), 200),
        it.severity(),
        it.labels(),
        fields(it.annotations()),
        it.ruleId(),
        it.ruleVersion(),
        it.activeAt(),
        it.firedAt(),
        it.resolvedAt(),
        it.occurredAt(),
        it.observedAt(),
        it.evaluatedAt(),
        last == null
            ? null
            : new AlertTransition.LastCommand(
                last.commandId(),
                last.verb(),
                text(last.by()),
                textOrNull(last.reason()),
                last.at(),
                last.verdict(),
                last.image()),
        it.silencedBy(),
        it.inhibitedBy());
  }

  private static AlertRule rule(AlertRule it) {
    return new AlertRule(
        it.id(),
        it.version(),
        it.name(),
        it.enabled(),
        it.severity(),
        it.holdFor(),
        it.recoverFor(),
        it.parameters(),
        text(it.summary()),
        text(it.runbook()));
  }

  private static Silence silence(Silence it) {
    return new Silence(
        it.id(),
        it.matchers(),
        it.startsAt(),
        it.endsAt(),
        text(it.author(), 200),
        text(it.comment(), 2000));
  }

  private static AuditEntry audit(AuditEntry it) {
    return new AuditEntry(
        text(it.principal(), 200),
        it.door(),
        it.action(),
        text(it.object()),
        it.outcome(),
        textOrNull(it.detail()),
        it.commandId(),
        it.at());
  }

  private static Map<String, String> fields(Map<String, String> texts) {
    Map<String, String> clean = new LinkedHashMap<>();
    texts.forEach(
        (name, text) ->
            clean.put(name, Redactor.redactField(name, ClusterMessages.redact(text), rule -> {})));
    return clean;
  }

  /** Where a secret was shorter than what stands for it, a text may become too long. */
  private static String text(String text, int longest) {
    String clean = text(text);
    return clean.length() <= longest ? clean : clean.substring(0, longest);
  }

  private static String text(String text) {
    return ClusterMessages.redact(text);
  }

  private static @Nullable String textOrNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private static <T> List<T> all(List<T> list, UnaryOperator<T> clean) {
    return list.stream().map(clean).toList();
  }
}
