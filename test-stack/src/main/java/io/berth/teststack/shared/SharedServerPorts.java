/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.shared;

import io.berth.teststack.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The ports of the shared servers, chosen by who started the broker and read by all who join. */
public record SharedServerPorts(int kafka, int controller, int elasticsearch, int transport) {

  public static SharedServerPorts free() {
    return new SharedServerPorts(Ports.free(), Ports.free(), Ports.free(), Ports.free());
  }

  public static SharedServerPorts read(Path file) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + "; delete its folder", e);
    }
    return new SharedServerPorts(
        number(properties, "kafka"),
        number(properties, "controller"),
        number(properties, "elasticsearch"),
        number(properties, "transport"));
  }

  private static int number(Properties properties, String key) {
    return Integer.parseInt(properties.getProperty(key, "0"));
  }

  public void write(Path file) {
    var lines =
        List.of(
            "kafka=" + kafka,
            "controller=" + controller,
            "elasticsearch=" + elasticsearch,
            "transport=" + transport);
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
