/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The few commands that a simulated container runs; others fail with a message that lists them. */
public final class Shell {

  /** What a command wrote and how it ended. */
  public record ExecResult(String out, String err, int exitCode) {}

  private static final String HELP =
      "this container is simulated: it knows echo, cat /etc/hostname, hostname, env, printenv NAME, true, false, exit N\n";

  private Shell() {}

  /**
   * @param words the command; {@code sh -c "..."} is split at blanks
   */
  static ExecResult run(JsonNode pod, JsonNode container, List<String> words) {
    if (words.isEmpty()) {
      return new ExecResult("", HELP, 127);
    }
    String program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    List<String> rest = words.subList(1, words.size());
    Map<String, String> env = environment(pod, container);
    return switch (program) {
      case "echo" -> out(String.join(" ", rest) + "\n");
      case "hostname" -> out(ObjectMeta.name(pod) + "\n");
      case "cat" -> cat(pod, rest);
      case "env" -> out(print(env));
      case "printenv" -> printenv(env, rest);
      case "true" -> out("");
      case "false" -> new ExecResult("", "", 1);
      case "exit" -> new ExecResult("", "", rest.isEmpty() ? 0 : number(rest.getFirst()));
      case "sh", "bash", "ash" -> shell(pod, container, rest);
      default -> new ExecResult("", program + ": not found; " + HELP, 127);
    };
  }

  private static ExecResult shell(JsonNode pod, JsonNode container, List<String> rest) {
    int at = rest.indexOf("-c");
    if (at < 0 || at + 1 >= rest.size()) {
      return new ExecResult("", HELP, 0);
    }
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    int exit = 0;
    for (String command : rest.get(at + 1).split(";|&&")) {
      ExecResult result = run(pod, container, List.of(command.trim().split("\\s+")));
      out.append(result.out());
      err.append(result.err());
      exit = result.exitCode();
      if (command.trim().startsWith("exit")) {
        break;
      }
    }
    return new ExecResult(out.toString(), err.toString(), exit);
  }

  private static ExecResult cat(JsonNode pod, List<String> files) {
    if (files.equals(List.of("/etc/hostname"))) {
      return out(ObjectMeta.name(pod) + "\n");
    }
    String file = files.isEmpty() ? "-" : files.getFirst();
    return new ExecResult("", "cat: " + file + ": No such file or directory\n", 1);
  }

  private static ExecResult printenv(Map<String, String> env, List<String> names) {
    if (names.isEmpty()) {
      return out(print(env));
    }
    String value = env.get(names.getFirst());
    return value == null ? new ExecResult("", "", 1) : out(value + "\n");
  }

  private static int number(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) & 255 : 2;
  }

  private static ExecResult out(String text) {
    return new ExecResult(text, "", 0);
  }

  private static String print(Map<String, String> env) {
    StringBuilder text = new StringBuilder();
    env.forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
    return text.toString();
  }

  /** Plain values and the Downward API's fields; what comes from a Secret is not shown. */
  private static Map<String, String> environment(JsonNode pod, JsonNode container) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("HOSTNAME", ObjectMeta.name(pod));
    for (JsonNode entry : container.path("env")) {
      String field = JsonTrees.text(entry, "valueFrom", "fieldRef", "fieldPath");
      String value = field.isEmpty() ? JsonTrees.text(entry, "value") : field(pod, field);
      env.put(
          JsonTrees.text(entry, "name"),
          entry.path("valueFrom").has("secretKeyRef") ? "(a secret)" : value);
    }
    return env;
  }

  private static String field(JsonNode pod, String path) {
    int bracket = path.indexOf("['");
    if (bracket > 0) {
      return JsonTrees.text(
          JsonTrees.at(pod, path.substring(0, bracket).split("\\.")),
          path.substring(bracket + 2, path.length() - 2));
    }
    return JsonTrees.text(pod, path.split("\\."));
  }
}
