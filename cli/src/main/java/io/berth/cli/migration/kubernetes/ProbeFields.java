/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Ports;
import io.berth.cli.migration.mapping.RequiredProbes;
import io.berth.cli.migration.mapping.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The probes of a container; Berth requires two of the application's own. */
public final class ProbeFields {

  private static final List<String> CHECKS = List.of("httpGet", "tcpSocket", "exec", "grpc");

  private static final FieldTable REST =
      new FieldTable()
          .standard("successThreshold", 1)
          .notTaken("successThreshold", "One success is enough.", "")
          .notTaken(
              "terminationGracePeriodSeconds",
              "The time to end is that of the pod.",
              "Set spec.pod.terminationGracePeriod.");

  private final Source container;
  private final BerthFile file;

  private ProbeFields(Source container, BerthFile file) {
    this.container = container;
    this.file = file;
  }

  /**
   * Reads the probes of the application, whose ports are in the file already, and fills them in.
   */
  public static void read(Source container, BerthFile file) {
    readOfSidecar(container, file);
    RequiredProbes.fill(container.field("livenessProbe"), container.field("readinessProbe"), file);
  }

  /** Reads the probes of a sidecar, of which none is required. */
  public static void readOfSidecar(Source container, BerthFile file) {
    ProbeFields fields = new ProbeFields(container, file);
    for (String kind : List.of("liveness", "readiness", "startup")) {
      Map<String, Object> probe = fields.probe(container.field(kind + "Probe"), "probes." + kind);
      if (probe != null) {
        file.put("probes." + kind, probe);
      }
    }
  }

  private @Nullable Map<String, Object> probe(Source probe, String target) {
    if (probe.isEmpty()) {
      return null;
    }
    Map<String, Object> check = new LinkedHashMap<>();
    for (String kind : CHECKS) {
      Source found = probe.field(kind);
      if (found.isThere() && check.isEmpty()) {
        check(kind, found, check, file.field(target + ".check"));
      }
    }
    if (check.isEmpty()) {
      return null;
    }
    REST.read(probe, file);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("check", check);
    time(probe, "initialDelaySeconds", "initialDelay", 0, result, target);
    time(probe, "periodSeconds", "period", 10, result, target);
    time(probe, "timeoutSeconds", "timeout", 1, result, target);
    Source threshold = probe.field("failureThreshold");
    Long failures = threshold.number();
    if (failures != null && failures != 0) {
      threshold.kept(file.field(target + ".failureThreshold"));
      if (failures != 3) {
        result.put("failureThreshold", failures);
      }
    }
    return result;
  }

  private void time(
      Source probe,
      String name,
      String berth,
      long standard,
      Map<String, Object> into,
      String target) {
    Source source = probe.field(name);
    Long seconds = source.number();
    if (seconds == null) {
      return;
    }
    boolean isDefault = seconds == standard || seconds == 0;
    if (isDefault) {
      source.ignored("It is the default.");
    } else {
      into.put(berth, seconds + "s");
      source.kept(file.field(target + "." + berth));
    }
  }

  private void check(String kind, Source found, Map<String, Object> check, String target) {
    switch (kind) {
      case "httpGet" -> http(found, check, target);
      case "tcpSocket" -> {
        check.put("type", "tcp");
        port(found.field("port"), check, target);
      }
      case "exec" -> {
        check.put("type", "exec");
        check.put("command", found.field("command").keptTexts(target + ".command"));
      }
      default -> {
        check.put("type", "grpc");
        port(found.field("port"), check, target);
        Source service = found.field("service");
        String name = service.text();
        if (name != null && !name.isEmpty()) {
          check.put("service", name);
          service.kept(target + ".service");
        } else if (service.isThere()) {
          service.ignored("It is the default.");
        }
      }
    }
  }

  private void http(Source http, Map<String, Object> check, String target) {
    check.put("type", "http");
    Source path = http.field("path");
    String found = path.textOr("/");
    check.put("path", found.startsWith("/") ? found : "/" + found);
    if (path.isThere() && found.startsWith("/")) {
      path.kept(target + ".path");
    } else if (path.isThere()) {
      path.changed(target + ".path", "A path begins with '/'.", "");
    }
    port(http.field("port"), check, target);
    Source scheme = http.field("scheme");
    if ("HTTPS".equals(scheme.text())) {
      check.put("scheme", "https");
      scheme.kept(target + ".scheme");
    } else if (scheme.isThere()) {
      scheme.ignored("It is the default.");
    }
    Source host = http.field("host");
    String name = host.text();
    if (name != null && !name.isEmpty()) {
      check.put("host", name);
      host.kept(target + ".host");
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    for (Source header : http.field("httpHeaders").items()) {
      String key = header.field("name").text();
      String value = header.field("value").text();
      if (key != null && value != null) {
        headers.put(key, value);
        header.field("name").kept(target + ".headers");
        header.field("value").kept(target + ".headers");
      }
    }
    if (!headers.isEmpty()) {
      check.put("headers", headers);
    }
  }

  /** A number, or the name of one of the container's ports. */
  private void port(Source port, Map<String, Object> check, String target) {
    String found = port.scalar();
    if (found == null) {
      port.fault("a port");
    } else if (found.matches("[0-9]{1,5}")) {
      check.put("port", Long.valueOf(found));
      port.kept(target + ".port");
    } else if (Ports.in(file).containsKey(found)) {
      check.put("portName", found);
      port.kept(target + ".portName");
    } else {
      named(port, found, check, target);
    }
  }

  private void named(Source port, String name, Map<String, Object> check, String target) {
    for (Source declared : container.field("ports").items()) {
      if (name.equals(declared.field("name").text())) {
        Long number = declared.field("containerPort").number();
        check.put("port", number == null ? 0L : number);
        port.changed(target + ".port", "It is the number of the port " + name + ".", "");
        return;
      }
    }
    check.put("portName", name);
    port.toDo(target + ".portName", "No port has that name.", "Write the port's number.");
    file.toDo(target + ".portName: no port is named " + name + "; write its number as port.");
  }
}
