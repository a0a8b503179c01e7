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
import io.berth.events.InvalidField;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** CPU and memory as Kubernetes writes them, wherever a record has them. */
class ResourceFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'cpu': '500m', 'memory': '256Mi'}",
        "{'cpu': 0.5, 'memory': 268435456}",
        "{'cpu': '0.5', 'memory': '268435456'}",
        "{'cpu': '.5', 'memory': '0.25Gi'}",
        "{'cpu': 5e-1, 'memory': 2.68435456e+08}",
        "{'cpu': '500m', 'memoryBytes': 268435456}",
        "{'cpuMillis': 500, 'memory': '256Mi'}",
        "{'cpuMillis': 500, 'memoryBytes': 268435456}",
        "{'cpu': '500m', 'cpuMillis': null, 'memory': '256Mi', 'memoryBytes': null}",
        "{'memory': '268435456000m', 'cpu': '500000u'}"
      })
  void limits_areReadInEitherNotation_andWrittenInTheCanonicalOne(String limits) {
    Deploy deploy = read(Deploy.class, deploy("limits", limits));

    JsonNode written = ApprovedFiles.json(deploy).at("/spec/limits");
    assertThat(written)
        .isEqualTo(ApprovedFiles.parse("{\"cpuMillis\":500,\"memoryBytes\":268435456}"));
    assertThat(written.propertyNames()).containsExactly("cpuMillis", "memoryBytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'cpu':'500m','cpuMillis':500,'memory':'256Mi'} | cpu | '500m', and cpuMillis 500 | one of the two: cpu or cpuMillis",
        "{'cpu':'500m','memory':'256Mi','memoryBytes':1} | memory | '256Mi', and memoryBytes 1 | one of the two: memory or memoryBytes",
        "{'cpu':'500m'} | memoryBytes | nothing | memory from 4Mi to 1Pi (memoryBytes 4194304 to 1125899906842624)",
        "{'memory':'256Mi'} | cpuMillis | nothing | CPU from 1m to 1000000 cores (cpuMillis 1 to 1000000000)",
        "{'cpu':'0.5m','memory':'256Mi'} | cpu | '0.5m' | a whole number of millicores, and this is 0.5; rounded up it is 1m",
        "{'cpu':0,'memory':'256Mi'} | cpu | '0' | CPU from 1m to 1000000 cores (cpuMillis 1 to 1000000000)",
        "{'cpu':'500M','memory':'256Mi'} | cpu | '500M' | CPU from 1m to 1000000 cores (cpuMillis 1 to 1000000000); did you mean 500m?",
        "{'cpu':'500m','memory':'100m'} | memory | '100m' | a whole number of bytes, and this is 0.1; did you mean 100Mi or 100M?",
        "{'cpu':'500m','memory':'512000m'} | memory | '512000m' | memory from 4Mi to 1Pi (memoryBytes 4194304 to 1125899906842624); did you mean 512000Mi or 512000M?",
        "{'cpu':'500m','memory':256} | memory | '256' | memory from 4Mi to 1Pi (memoryBytes 4194304 to 1125899906842624); did you mean 256Mi or 256M?",
        "{'cpu':'500m','memory':'4Pi'} | memory | '4Pi' | memory from 4Mi to 1Pi (memoryBytes 4194304 to 1125899906842624)",
        "{'cpuMillis':'500m','memory':'256Mi'} | cpuMillis | '500m' | a whole number; or cpu: 500m",
        "{'cpuMillis':0.5,'memory':'256Mi'} | cpuMillis | 0.5 | a whole number; or cpu: 500m",
        "{'cpu':'500m','memoryBytes':2.68e+08} | memoryBytes | 2.68e+08 | a whole number; or memory: 256Mi",
        "{'cpu':true,'memory':'256Mi'} | cpu | true | a quantity as Kubernetes writes it, such as 500m or 256Mi",
        "{'cpu':['500m'],'memory':'256Mi'} | cpu | a list | a quantity as Kubernetes writes it, such as 500m or 256Mi",
        "{'cpus':'500m','cpu':'1','memory':'256Mi'} | cpus | an unknown field | one of: cpu, memory, cpuMillis, memoryBytes"
      })
  void inexactLimits_areRejected_underTheWrittenName(
      String limits, String field, String found, String wanted) {
    assertThat(faults(Deploy.class, deploy("limits", limits)))
        .containsExactly(new InvalidField("spec.limits." + field, found, wanted));
  }

  @Test
  void everyFaultOfTheLimits_isReportedAtOnce() {
    assertThat(faults(Deploy.class, deploy("limits", "{'cpu': '1,5', 'memory': '256mi'}")))
        .extracting(InvalidField::field)
        .containsExactlyInAnyOrder("spec.limits.cpu", "spec.limits.memory");
    assertThat(faults(Deploy.class, deploy("limits", "{'cpu': [], 'memory': '256mi'}")))
        .extracting(InvalidField::field)
        .containsExactlyInAnyOrder("spec.limits.cpu", "spec.limits.memory");
  }

  @Test
  void quota_isReadInEitherNotation() {
    EnsureNamespace namespace =
        read(
            EnsureNamespace.class,
            "{'meta':{'requestedBy':'anna'},'namespace':'shop','environment':'prod','owner':'checkout',"
                + "'quota':{'limitsCpu':16,'limitsMemory':'32Gi','pods':100}}");

    assertThat(namespace.quota()).isEqualTo(new EnsureNamespace.Quota(16_000, 34359738368L, 100));
    assertThat(namespace.environment()).isEqualTo(EnsureNamespace.Environment.PROD);
    assertThat(
            faults(
                EnsureNamespace.class,
                "{'meta':{'requestedBy':'anna'},'namespace':'shop','environment':'PROD','owner':'checkout',"
                    + "'quota':{'limitsCpu':16,'limitsCpuMillis':16000,'limitsMemory':'32GB'}}"))
        .extracting(InvalidField::toString)
        .containsExactlyInAnyOrder(
            "quota.limitsCpu: found '16', and limitsCpuMillis 16000, wanted one of the two: limitsCpu"
                + " or limitsCpuMillis",
            "quota.limitsMemory: found '32GB', wanted memory as Kubernetes writes it, such as 256Mi,"
                + " 1.5Gi or 268435456; did you mean 32G or 32Gi?",
            "quota.pods: found nothing, wanted at least 1");
  }

  @Test
  void targetOfAPolicy_isReadInEitherNotation_inTheUnitOfItsResource() {
    ScalingPolicy policy =
        read(
            ScalingPolicy.class,
            policy(
                "{'type':'AVERAGE_VALUE','resource':'CPU','averageValue':'250m'},"
                    + "{'type':'average_value','resource':'memory','averageValue':'200Mi'},"
                    + "{'type':'AVERAGE_VALUE','resource':'CPU','value':250}"));

    assertThat(policy.metrics())
        .containsExactly(
            new MetricTarget.AverageValue(MetricTarget.Resource.CPU, 250),
            new MetricTarget.AverageValue(MetricTarget.Resource.MEMORY, 209715200),
            new MetricTarget.AverageValue(MetricTarget.Resource.CPU, 250));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'resource':'MEMORY','averageValue':'100m'} | averageValue | '100m' | a whole number of bytes, and this is 0.1; did you mean 100Mi or 100M?",
        "{'resource':'CPU','averageValue':'1','value':1} | averageValue | '1', and value 1 | one of the two: averageValue or value",
        "{'resource':'CPU'} | value | nothing | at least 1",
        "{'resource':'CPU','value':'500m'} | value | '500m' | a whole number; or averageValue: 500m or 200Mi",
        "{'averageValue':'1Gi'} | resource | nothing | a value"
      })
  void inexactTarget_isRejected_underTheWrittenName(
      String target, String field, String found, String wanted) {
    assertThat(faults(ScalingPolicy.class, policy(target.replace("{", "{'type':'AVERAGE_VALUE',"))))
        .containsExactly(new InvalidField("metrics[0]." + field, found, wanted));
  }
}
