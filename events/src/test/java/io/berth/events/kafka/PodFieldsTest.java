/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.PodSamples;
import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.AppSpec.Protocol;
import io.berth.events.command.Deploy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a specification says about its pods is read as it is meant, or refused with advice. */
class PodFieldsTest {

  private static final String DEPLOY =
      "{\"meta\": {\"requestedBy\": \"ann\"}, \"app\": {\"namespace\": \"shop\", \"name\": \"cart\"},\n"
          + " \"spec\": {\"image\": \"a:1\", \"replicas\": 3, %s}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'command': [' ']                            | command[0]       | blank text | the program to run",
        "'command': 'serve'                          | command          | text       | a list",
        "'workingDir': 'app'                         | workingDir       | 'app'      | an absolute path such as /app",
        "'env': {'A': '1'}, 'envFrom': {'A': {'field': 'status.podIP'}} | envFrom.A | it in env too | each variable in one of the two",
        "'envFrom': {'1A': {'field': 'status.podIP'}} | envFrom         | '1A'       | names of letters",
        "'envFrom': {'A': {}}                        | envFrom.A        | nothing    | exactly one of secret, configMap, field and resource",
        "'envFrom': {'A': {'secret': 's', 'key': 'k', 'field': 'status.podIP'}} | envFrom.A.field | it beside secret | exactly one of",
        "'envFrom': {'A': {'secret': 's'}}           | envFrom.A.key    | nothing    | a key of at most 253",
        "'envFrom': {'A': {'secret': 'S_1', 'key': 'k'}} | envFrom.A.secret | 'S_1'   | DNS labels",
        "'envFrom': {'A': {'field': 'status.phase'}} | envFrom.A.field  | 'status.phase' | status.podIP or status.podIPs",
        "'envFrom': {'A': {'field': 'status.podIP', 'optional': true}} | envFrom.A.optional | true | false, without secret or configMap",
        "'envFrom': {'A': {'resource': 'cpu'}}       | envFrom.A.resource | 'cpu'    | limits. or requests.",
        "'envFrom': {'A': {'secrets': 's'}}          | envFrom.A.secrets | an unknown field | one of: secret, configMap",
        "'configMaps': ['a_b']                       | configMaps[0]    | 'a_b'      | DNS labels",
        "'volumes': {'cache': {'emptyDir': {}}}      | volumes          | 'cache'    | an absolute path",
        "'volumes': {'/proc/x': {'emptyDir': {}}}    | volumes          | '/proc/x'  | outside /proc and /sys",
        "'volumes': {'/a/../b': {'emptyDir': {}}}    | volumes          | '/a/../b'  | an absolute path without",
        "'volumes': {'/a': {}}                       | volumes./a       | nothing    | exactly one of emptyDir, secret, configMap, claim, projected and claimTemplate",
        "'volumes': {'/a': {'hostPath': '/'}}        | volumes./a.hostPath | an unknown field | one of: emptyDir, secret, configMap, claim, subPath, projected, claimTemplate",
        "'volumes': {'/a': {'claimTemplate': {'size': '1Gi'}}} | workload | nothing | {type: STATEFUL}, which gives each pod the claim of 'volumes./a'",
        "'workload': {'type': 'STATEFUL'}, 'volumes': {'/a': {'claimTemplate': {}}} | volumes./a.claimTemplate.size | nothing | a value",
        "'workload': {'type': 'STATEFUL'}, 'volumes': {'/a': {'claimTemplate': {'size': 'big'}}} | volumes./a.claimTemplate.size | 'big' | memory as Kubernetes writes it",
        "'workload': {'type': 'STATEFUL'}, 'volumes': {'/a': {'claimTemplate': {'size': '1Gi', 'storageClass': 'A'}}} | volumes./a.claimTemplate.storageClass | 'A' | DNS labels",
        "'workload': {'type': 'STATEFUL'}, 'strategy': {'type': 'RECREATE'} | strategy | it with a workload of type STATEFUL | no strategy",
        "'workload': {'type': 'STATEFUL', 'podManagement': 'LATER'} | workload.podManagement | 'LATER' | ORDERED",
        "'workload': {'type': 'STATEFUL', 'replicas': 3} | workload.replicas | an unknown field | one of",
        "'workload': {'type': 'QUEUE'}                | workload.type    | 'QUEUE'    | STATEFUL",
        "'volumes': {'/a': {'emptyDir': {'size': '10 MB'}}} | volumes./a.emptyDir.size | '10 MB' | memory as Kubernetes writes it",
        "'volumes': {'/a': {'emptyDir': {'size': '0'}}} | volumes./a.emptyDir.size | '0' | more than 0",
        "'volumes': {'/a': {'secret': {'name': 's', 'mode': '999'}}} | volumes./a.secret.mode | '999' | three octal digits",
        "'volumes': {'/a': {'secret': {'name': 's', 'items': {'k': '../x'}}}} | volumes./a.secret.items.k | '../x' | a relative path",
        "'volumes': {'/a': {'emptyDir': {}, 'subPath': '/x'}} | volumes./a.subPath | '/x' | a relative path",
        "'volumes': {'/a': {'claim': {'readOnly': true}}} | volumes./a.claim.name | nothing | DNS labels",
        "'volumes': {'/a': {'configMap': {'name': 'c'}}}, 'configFiles': {'/a/b': ''} | volumes./a | it beside the config file '/a/b' | different paths",
        "'requests': {'cpu': 'much', 'memory': '1Gi'} | requests.cpu    | 'much'     | CPU as Kubernetes writes it",
        "'preStop': {'command': []}                  | preStop.command  | none       | at least one",
        "'preStop': {'command': ['a'], 'sleep': '5s'} | preStop.sleep    | an unknown field | one of: command",
        "'security': {'privileged': true}            | security.privileged | an unknown field | one of: runAsUser",
        "'security': {'runAsUser': -1}               | security.runAsUser | -1       | 0 to 2147483647",
        "'security': {'runAsUser': 0, 'runAsNonRoot': true} | security.runAsUser | 0, which is root | another user",
        "'security': {'addCapabilities': ['CAP_NET_RAW']} | security.addCapabilities[0] | 'CAP_NET_RAW' | without CAP_",
        "'security': {'seccompProfile': 'Localhost'} | security.seccompProfile | 'Localhost' | RuntimeDefault or Unconfined",
        "'pod': {'hostNetwork': true}                | pod.hostNetwork  | an unknown field | one of: labels",
        "'pod': {'labels': {'a b': '1'}}             | pod.labels       | 'a b'      | a name of at most 63",
        "'pod': {'labels': {'a': 'x y'}}             | pod.labels.a     | 'x y'      | at most 63",
        "'pod': {'serviceAccountName': 'A'}          | pod.serviceAccountName | 'A'  | DNS labels",
        "'pod': {'terminationGracePeriod': '2h'}     | pod.terminationGracePeriod | '2h' | a duration from 1s to 1h",
        "'pod': {'terminationGracePeriod': '1500ms'} | pod.terminationGracePeriod | '1500ms' | whole seconds",
        "'pod': {'hostAliases': [{'ip': '10.0.0.256', 'hostnames': ['a']}]} | pod.hostAliases[0].ip | '10.0.0.256' | an IP address",
        "'pod': {'dnsPolicy': 'None'}                | pod.dnsPolicy    | 'None'     | ClusterFirst or Default",
        "'placement': {'nodeSelector': {'disk': 1}}  | placement.nodeSelector.disk | a number | text",
        "'placement': {'tolerations': [{}]}          | placement.tolerations[0].key | nothing | the taint's key, or operator: Exists",
        "'placement': {'tolerations': [{'key': 'a', 'effect': 'noschedule'}]} | placement.tolerations[0].effect | 'noschedule' | NoSchedule, PreferNoSchedule or NoExecute",
        "'placement': {'tolerations': [{'key': 'a', 'tolerationSeconds': 5}]} | placement.tolerations[0].effect | nothing | NoExecute, with tolerationSeconds",
        "'placement': {'spread': [{}]}               | placement.spread[0].by | nothing | node, zone, or the key of a label",
        "'placement': {'spread': [{'by': 'a b'}]}    | placement.spread[0].by | 'a b' | a name of at most 63",
        "'placement': {'spread': [{'by': 'node', 'max': 0}]} | placement.spread[0].max | 0 | 1 to 1000",
        "'placement': {'spread': [{'by': 'node'}, {'by': 'kubernetes.io/hostname'}]} | placement.spread[1].by | 'kubernetes.io/hostname' again | each once",
        "'placement': {'affinity': {'apart': [{'labels': {'a b': 'c'}}]}} | placement.affinity.apart[0].labels | 'a b' | a name of at most 63",
        "'placement': {'affinity': {'apart': [{'required': true, 'weight': 5}]}} | placement.affinity.apart[0].weight | 5 of what is required | none, with required: true",
        "'placement': {'affinity': {'together': [{'weight': 101}]}} | placement.affinity.together[0].weight | 101 | 1 to 100",
        "'placement': {'affinity': {'nodes': [{'values': ['a']}]}} | placement.affinity.nodes[0].key | nothing | the key of a label",
        "'placement': {'affinity': {'nodes': [{'key': 'a'}]}} | placement.affinity.nodes[0].operator | nothing | Exists or DoesNotExist, or values",
        "'placement': {'affinity': {'nodes': [{'key': 'a', 'operator': 'NotIn'}]}} | placement.affinity.nodes[0].values | nothing | at least one",
        "'placement': {'affinity': {'nodes': [{'key': 'a', 'operator': 'Exists', 'values': ['b']}]}} | placement.affinity.nodes[0].values | values with Exists | none",
        "'placement': {'affinity': {'nodes': [{'key': 'a', 'operator': 'Gt', 'values': ['1']}]}} | placement.affinity.nodes[0].operator | 'Gt' | In, NotIn, Exists or DoesNotExist",
        "'placement': {'affinity': {'podAntiAffinity': {}}} | placement.affinity.podAntiAffinity | an unknown field | one of: apart, together, nodes",
        "'ports': [{'name': 'dns', 'port': 53, 'protocol': 'SCTP'}] | ports[0].protocol | 'SCTP' | one of: TCP, UDP",
        "'ports': [{'name': 'dns', 'port': 53, 'servicePort': 70000}] | ports[0].servicePort | 70000 | 1 to 65535",
        "'probes': {'liveness': {'check': {'type': 'TCP'}}} | probes.liveness.check.port | nothing | 1 to 65535, or portName",
        "'probes': {'liveness': {'check': {'type': 'TCP', 'port': 1, 'portName': 'a'}}} | probes.liveness.check.portName | it beside port | one of the two",
        "'probes': {'liveness': {'check': {'type': 'HTTP', 'port': 1, 'path': '/', 'scheme': 'FTP'}}} | probes.liveness.check.scheme | 'FTP' | one of: HTTP, HTTPS",
        "'probes': {'liveness': {'check': {'type': 'HTTP', 'port': 1, 'path': '/', 'headers': {'A': 'x\\ny'}}}} | probes.liveness.check.headers.A | U+000A (LINE FEED (LF)) | one line",
        "'probes': {'liveness': {'check': {'type': 'HTTP', 'port': 1, 'path': '/', 'headers': {'a b': ''}}}} | probes.liveness.check.headers | 'a b' | names of letters, digits and -",
        "'probes': {'liveness': {'check': {'type': 'GRPC'}}} | probes.liveness.check.port | nothing | 1 to 65535",
        "'probes': {'liveness': {'check': {'type': 'GRPC', 'port': 1, 'portName': 'a'}}} | probes.liveness.check.portName | an unknown field | one of: port, service",
        "'volumes': {'/a': {'projected': {}}} | volumes./a.projected.sources | nothing | at least one",
        "'volumes': {'/a': {'projected': {'sources': [{}]}}} | volumes./a.projected.sources[0] | nothing | exactly one of serviceAccountToken, secret and configMap",
        "'volumes': {'/a': {'projected': {'sources': [{'secret': {'name': 'a', 'mode': '0440'}}]}}} | volumes./a.projected.sources[0].secret.mode | it for one source | the mode of the whole volume",
        "'volumes': {'/a': {'projected': {'mode': '8', 'sources': [{'secret': {'name': 'a'}}]}}} | volumes./a.projected.mode | '8' | three octal digits",
        "'volumes': {'/a': {'projected': {'sources': [{'serviceAccountToken': {'path': 'b'}}, {'secret': {'name': 'a', 'items': {'k': 'b'}}}]}}} | volumes./a.projected.sources[1] | 'b' again | a path of its own",
        "'volumes': {'/a': {'projected': {'sources': [{'serviceAccountToken': {'path': '../b'}}]}}} | volumes./a.projected.sources[0].serviceAccountToken.path | '../b' | a relative path",
        "'volumes': {'/a': {'projected': {'sources': [{'serviceAccountToken': {'path': 'b', 'expiration': '5m'}}]}}} | volumes./a.projected.sources[0].serviceAccountToken.expiration | '5m' | a duration from 10m",
        "'volumes': {'/a': {'projected': {'sources': [{'serviceAccountToken': {'path': 'b'}}]}}}, 'configFiles': {'/a/b': ''} | volumes./a | it beside the config file '/a/b' | different paths",
        "'initContainers': [{'image': 'a:1'}]        | initContainers[0].name | nothing | a DNS label",
        "'initContainers': [{'name': 'A', 'image': 'a:1'}] | initContainers[0].name | 'A' | a DNS label",
        "'initContainers': [{'name': 'a'}]           | initContainers[0].image | nothing | text",
        "'initContainers': [{'name': 'a', 'image': 'a:1', 'probes': {}}] | initContainers[0].probes | an unknown field | one of: name, image",
        "'initContainers': [{'name': 'a', 'image': 'a:1', 'command': ['']}] | initContainers[0].command[0] | blank text | the program to run",
        "'volumes': {'/y': {'emptyDir': {}}}, 'initContainers': [{'name': 'a', 'image': 'a:1', 'volumes': {'x': {'from': '/y'}}}] | initContainers[0].volumes | 'x' | an absolute path",
        "'volumes': {'/y': {'emptyDir': {}}}, 'initContainers': [{'name': 'a', 'image': 'a:1', 'volumes': {'/x': {'from': '/y', 'subPath': '../z'}}}] | initContainers[0].volumes./x.subPath | '../z' | a relative path",
        "'sidecars': [{'name': 'a', 'image': 'a:1', 'volumes': {'/x': {'emptyDir': {}}}}] | sidecars[0].volumes./x.emptyDir | an unknown field | one of: from, subPath, readOnly",
        "'sidecars': [{'name': 'a', 'image': 'a:1', 'security': {'fsGroup': 1}}] | sidecars[0].security.fsGroup | it for one container | spec.security.fsGroup",
        "'sidecars': [{'name': 'a', 'image': 'a:1', 'env': {'A': '1'}, 'envFrom': {'A': {'field': 'status.podIP'}}}] | sidecars[0].envFrom.A | it in env too | each variable in one of the two",
        "'sidecars': [{'name': 'a', 'image': 'a:1', 'ports': [{'name': 'x', 'port': 0}]}] | sidecars[0].ports[0].port | 0 | 1 to 65535",
        "'strategy': {'type': 'RECREATE', 'maxSurgePercent': 25} | strategy.maxSurgePercent | an unknown field | no field",
        "'strategy': {'type': 'SOMETIMES'}            | strategy.type | 'SOMETIMES' | one of: ROLLING, CANARY, BLUE_GREEN, RECREATE"
      })
  void faultyField_isRejected_withAdvice(String field, String path, String found, String wanted) {
    assertThat(faults(field))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo("spec." + path);
              assertThat(fault.found()).isEqualTo(found);
              assertThat(fault.wanted()).contains(wanted);
            });
  }

  @Test
  void fieldThatIsWrittenTwice_isRejected() {
    assertThat(faults("'volumes': {'/a': {'emptyDir': {}}, '/a': {'emptyDir': {}}}"))
        .singleElement()
        .satisfies(fault -> assertThat(fault.field()).isEqualTo("spec.volumes./a"));
  }

  @Test
  void defaultThatIsSaid_isTheSameAsOneThatIsLeftOut() {
    AppSpec said =
        read("'ports': [{'name': 'http', 'port': 80, 'protocol': 'TCP', 'servicePort': 80}]");

    assertThat(said.ports()).isEqualTo(List.of(new Port("http", 80)));
    assertThat(said.ports().getFirst().protocolOrTcp()).isEqualTo(Protocol.TCP);
    assertThat(said.ports().getFirst().servicePortOrPort()).isEqualTo(80);
  }

  @Test
  void fieldsThatAreLeftOut_areNotWritten() {
    assertThat(new String(EventJson.write(deploy("'selfHeal': true")), UTF_8))
        .doesNotContain(
            "command\"", "envFrom", "configMaps", "volumes", "requests", "preStop", "security")
        .doesNotContain("initContainers", "sidecars")
        .doesNotContain("\"pod\"", "placement", "protocol", "servicePort", "portName");
  }

  @Test
  void textOfASpecification_namesNoValue() {
    assertThat(PodSamples.PROXY_SPEC.toString() + PodSamples.PROXY_SPEC.probes())
        .contains("API_TOKEN", "/etc/tls", "Accept", "fetch-routes", "exporter")
        .doesNotContain("edge", "text/plain", "workers", "north", "--into", "9113");
  }

  private static List<InvalidField> faults(String field) {
    return catchThrowableOfType(InvalidEventException.class, () -> read(field)).fields();
  }

  private static AppSpec read(String field) {
    return deploy(field).spec();
  }

  private static Deploy deploy(String field) {
    String json = DEPLOY.formatted(field.replace('\'', '"'));
    return EventJson.read(json.getBytes(UTF_8), Deploy.class);
  }
}
