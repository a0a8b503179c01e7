/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static io.berth.events.kafka.JsonInputs.deploy;
import static io.berth.events.kafka.JsonInputs.faults;
import static io.berth.events.kafka.JsonInputs.policy;
import static io.berth.events.kafka.JsonInputs.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.ApprovedFiles;
import io.berth.events.CommandSamples;
import io.berth.events.Event;
import io.berth.events.InvalidField;
import io.berth.events.Samples;
import io.berth.events.ScalingSamples;
import io.berth.events.alert.AlertRule;
import io.berth.events.command.Deploy;
import io.berth.events.command.Probes;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Tier;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What people write is read as the records' own fields, and written as it always was. */
class QuantityModuleTest {

  @Test
  void durations_areReadAsPeopleWriteThem_andWrittenInIso8601() {
    Deploy deploy =
        read(
            Deploy.class,
            "{'meta':{'requestedBy':'anna','deadline':'1h30m','order':{'type':'waves','waves':[['dc-a']],'bake':'90s'}},"
                + "'app':{'namespace':'shop','name':'cart'},'spec':{'image':'a','replicas':1,"
                + "'probes':{'liveness':{'check':{'type':'tcp','port':1},'initialDelay':'2m','period':'5s','timeout':'1s'}},"
                + "'strategy':{'type':'blue_green','keepOld':'15m'}}}");

    JsonNode written = ApprovedFiles.json(deploy);
    assertThat(written.at("/meta/deadline").asString()).isEqualTo("PT1H30M");
    assertThat(written.at("/meta/order/bake").asString()).isEqualTo("PT1M30S");
    assertThat(written.at("/meta/order/type").asString()).isEqualTo("WAVES");
    assertThat(written.at("/spec/probes/liveness/initialDelay").asString()).isEqualTo("PT2M");
    assertThat(written.at("/spec/strategy/keepOld").asString()).isEqualTo("PT15M");
    assertThat(written.at("/spec/strategy/type").asString()).isEqualTo("BLUE_GREEN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "10      | 10      | ; did you mean 10s or 10m?",
        "1.5     | 1.5     | ; did you mean 1.5s or 1.5m?",
        "'10'    | '10'    | ; did you mean 10s or 10m?",
        "''      | ''      | ~~",
        "'10sec' | '10sec' | ; did you mean 10s?",
        "true    | true    | ~~",
        "{}      | an object | ~~"
      })
  void invalidDeadline_isRejected_withAdvice(String deadline, String found, String suggestion) {
    assertThat(faults(Deploy.class, deadline(deadline)))
        .containsExactly(
            new InvalidField(
                "meta.deadline",
                found,
                "a duration such as 30s, 10m or 1h30m, or an ISO 8601 duration such as PT30S"
                    + suggestion));
  }

  @ParameterizedTest
  @CsvSource({"'3d'", "'25h'", "'500ms'", "'PT25H'", "'0s'"})
  void deadlineOutOfRange_isQuotedAsWritten(String deadline) {
    assertThat(faults(Deploy.class, deadline("'" + deadline + "'")))
        .containsExactly(
            new InvalidField("meta.deadline", "'" + deadline + "'", "a duration from 1s to 24h"));
  }

  @ParameterizedTest
  @CsvSource({"standard, STANDARD", "Standard, STANDARD", "backOffice, BACKOFFICE", "LOW, LOW"})
  void tier_isReadInAnyCase(String tier, Tier wanted) {
    assertThat(read(Deploy.class, deploy("tier", "'" + tier + "'")).spec().tier())
        .isEqualTo(wanted);
  }

  @Test
  void unknownTier_isRejected_withAllTiers() {
    assertThat(faults(Deploy.class, deploy("tier", "'gold'")))
        .containsExactly(
            new InvalidField("spec.tier", "'gold'", "one of: CRITICAL, STANDARD, LOW, BACKOFFICE"));
    assertThat(faults(Deploy.class, deploy("strategy", "{'type':'blue-green'}")))
        .containsExactly(
            new InvalidField(
                "spec.strategy.type",
                "'blue-green'",
                "one of: ROLLING, CANARY, BLUE_GREEN, RECREATE; did you mean BLUE_GREEN?"));
    assertThat(faults(Deploy.class, deploy("tier", "'back-office'")))
        .containsExactly(
            new InvalidField(
                "spec.tier",
                "'back-office'",
                "one of: CRITICAL, STANDARD, LOW, BACKOFFICE; did you mean BACKOFFICE?"));
  }

  @Test
  void faultsInALowerCaseVariant_areReportedTogetherWithOthers() {
    assertThat(
            faults(
                Deploy.class,
                deploy("strategy", "{'type':'canary','steps':[{'percent':0,'bake':'25h'}]}")))
        .extracting(InvalidField::field)
        .containsExactlyInAnyOrder("spec.strategy.steps[0].percent", "spec.strategy.steps[0].bake");
  }

  @Test
  void valuesOfAProbe_areNeverReplacedSilently() {
    String probe = "{'liveness':{'check':{'type':'TCP','port':1},'failureThreshold':%s}}";

    assertThat(faults(Deploy.class, deploy("probes", probe.formatted("0"))))
        .containsExactly(
            new InvalidField("spec.probes.liveness.failureThreshold", "0", "1 to 1000"));
    Probes read = read(Deploy.class, deploy("probes", probe.formatted("null"))).spec().probes();
    assertThat(read.liveness().failureThreshold()).isEqualTo(3);
  }

  @Test
  void emptyListOfRatePolicies_differsFromAMissingOne() {
    assertThat(
            faults(
                ScalingPolicy.class,
                policy("{'type':'UTILIZATION','resource':'CPU','percent':60}")
                    .replace("'version'", "'behavior':{'scaleUp':{'policies':[]}},'version'")))
        .containsExactly(
            new InvalidField(
                "behavior.scaleUp.policies",
                "none",
                "at least one; leave it out for the standard ones"));
    assertThat(
            read(
                    ScalingPolicy.class,
                    policy("{'type':'UTILIZATION','resource':'CPU','percent':60}")
                        .replace(
                            "'version'",
                            "'behavior':{'scaleUp':{'policies':[],'select':'disabled'}},'version'"))
                .behavior()
                .scaleUp()
                .policies())
        .isEmpty();
  }

  @Test
  void fractionalProbeTimes_areReadFromKeptReleases_andReported() {
    Deploy deploy =
        read(
            Deploy.class,
            deploy(
                "probes",
                "{'readiness':{'check':{'type':'TCP','port':1},'period':'PT1.5S','timeout':'1900ms','initialDelay':'PT0.4S'}}"));

    assertThat(deploy.spec().inexact())
        .containsExactly(
            new InvalidField(
                "probes.readiness.initialDelay",
                "PT0.4S",
                "whole seconds, the only ones that Kubernetes takes: 0s or 1s"),
            new InvalidField(
                "probes.readiness.period",
                "PT1.5S",
                "whole seconds, the only ones that Kubernetes takes: 1s or 2s"),
            new InvalidField(
                "probes.readiness.timeout",
                "PT1.9S",
                "whole seconds, the only ones that Kubernetes takes: 1s or 2s"));
    assertThat(CommandSamples.CART_SPEC.inexact()).isEmpty();
  }

  static Stream<Map.Entry<String, Event>> samples() {
    return Samples.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyExampleInQuantityNotation_isReadAsTheSame(Map.Entry<String, Event> sample) {
    JsonNode peoples = inQuantityModule(ApprovedFiles.json(sample.getValue()));

    assertThat(EventJson.readStrictly(ApprovedFiles.bytes(peoples), sample.getValue().getClass()))
        .isEqualTo(sample.getValue());
  }

  @Test
  void examplesInQuantityNotation_areDifferentTexts() {
    assertThat(inQuantityModule(ApprovedFiles.json(CommandSamples.DEPLOY_CART)).toString())
        .contains(
            "\"cpu\":\"500m\"", "\"memory\":\"262144Ki\"", "\"deadline\":\"20m\"", "\"standard\"")
        .doesNotContain("cpuMillis", "PT");
    assertThat(inQuantityModule(ApprovedFiles.json(ScalingSamples.CART_POLICY)).toString())
        .contains("\"averageValue\":\"204800Ki\"", "\"period\":\"15s\"");
  }

  /** Durations as people write them, resources as Kubernetes does, and values in lower case. */
  private static JsonNode inQuantityModule(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        inQuantityModule(object.get(name));
        JsonNode value = object.get(name);
        boolean pods = object.has("pod") || object.has("containers");
        if (value.isString() && value.asString().matches("PT[0-9HMS.]+")) {
          object.put(
              name,
              io.berth.events.quantity.DurationFormat.format(Duration.parse(value.asString())));
        } else if (value.isString()
            && value.asString().matches("[A-Z_]+")
            && name.matches("tier|type|environment|mode|resource|basis|severity|select")) {
          object.put(name, value.asString().toLowerCase(Locale.ROOT));
        } else if (name.matches("cpuMillis|limitsCpuMillis") && object.size() < 4 && !pods) {
          object.remove(name);
          object.put(name.replace("Millis", ""), value.asLong() + "m");
        } else if (name.matches("memoryBytes|limitsMemoryBytes") && object.size() < 4 && !pods) {
          object.remove(name);
          object.put(name.replace("Bytes", ""), value.asLong() / 1024 + "Ki");
        } else if (name.equals("value") && object.path("type").asString().equals("average_value")) {
          object.remove(name);
          object.put("averageValue", value.asLong() / 1024 + "Ki");
        }
      }
    } else {
      node.forEach(QuantityModuleTest::inQuantityModule);
    }
    return node;
  }

  @Test
  void alertRule_isReadWithDurationsAsPeopleWriteThem() {
    AlertRule rule =
        read(
            AlertRule.class,
            "{'id':'a','version':1,'name':'PodNotReady','enabled':true,'severity':'warning',"
                + "'holdFor':'5m','recoverFor':'1d','summary':'s','runbook':'r'}");
    assertThat(rule.holdFor()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rule.recoverFor()).isEqualTo(Duration.ofDays(1));
    assertThat(rule.severity()).isEqualTo(AlertRule.Severity.WARNING);
  }

  @Test
  void pauseOfACanary_isBounded() {
    assertThat(new RolloutStrategy.CanaryStep(1, Duration.ofHours(24)).bake()).isNotNull();
    assertThat(
            faults(
                Deploy.class,
                deploy("strategy", "{'type':'CANARY','steps':[{'percent':1,'bake':'-5m'}]}")))
        .extracting(InvalidField::field)
        .containsExactly("spec.strategy.steps[0].bake");
  }

  private static String deadline(String value) {
    return deploy("tier", "'LOW'").replace("'anna'", "'anna','deadline':" + value);
  }
}
