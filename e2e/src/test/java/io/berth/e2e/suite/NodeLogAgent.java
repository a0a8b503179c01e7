/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends a container's log file as Fluent Bit's {@code tail} does on a node: the tag has the file's
 * name, and each record the line and its stream.
 */
final class NodeLogAgent {

  private static final Path FOLDER = Path.of("/var/log/containers");

  private NodeLogAgent() {}

  /** Sends what each of the pod's containers has written until now; how many lines were taken. */
  static int send(Pod pod, int port) throws IOException {
    int sent = 0;
    for (Path file : files(pod)) {
      List<String> lines = Files.readAllLines(file);
      send("kube.var.log.containers." + file.getFileName(), lines, port);
      sent += lines.size();
    }
    return sent;
  }

  /** A kubelet links each container's file there, as POD_NAMESPACE_CONTAINER-ID.log. */
  private static List<Path> files(Pod pod) throws IOException {
    String beginning = pod.getMetadata().getName() + "_" + pod.getMetadata().getNamespace() + "_";
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(file -> file.getFileName().toString().startsWith(beginning)).toList();
    }
  }

  private static void send(String tag, List<String> lines, int port) throws IOException {
    String chunk = UUID.randomUUID().toString();
    try (var socket = new Socket("localhost", port);
        var packer = MessagePack.newDefaultPacker(socket.getOutputStream());
        var unpacker = MessagePack.newDefaultUnpacker(socket.getInputStream())) {
      socket.setSoTimeout(60_000);
      packer.packArrayHeader(3).packString(tag).packArrayHeader(lines.size());
      for (String line : lines) {
        // Docker's file: {"log": "...\n", "stream": "stdout", "time": "..."}
        JsonNode entry = JsonMapper.shared().readTree(line);
        packer
            .packArrayHeader(2)
            .packLong(Instant.parse(entry.path("time").asString()).getEpochSecond())
            .packMapHeader(2)
            .packString("log")
            .packString(entry.path("log").asString())
            .packString("stream")
            .packString(entry.path("stream").asString());
      }
      packer.packMapHeader(1).packString("chunk").packString(chunk).flush();
      unpacker.unpackMapHeader();
      unpacker.unpackString();
      String acknowledged = unpacker.unpackString();
      if (!acknowledged.equals(chunk)) {
        throw new IOException("Sent chunk " + chunk + ", acknowledged is " + acknowledged);
      }
    }
  }
}
