/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.forward;

import io.berth.simulator.kubelet.LogShipper.PodLine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Lines of one container as a PackedForward message: {@code [tag, bin, {size, chunk}]}, times as
 * EventTime, the metadata as Fluent Bit's kubernetes filter names it.
 */
final class ForwardChunk {

  private ForwardChunk() {}

  /** {@code kubernetes.<namespace>.<pod>.<container>}. */
  static String tag(PodLine line) {
    return "kubernetes." + line.namespace() + "." + line.pod() + "." + line.container();
  }

  /**
   * @param lines of one tag, not empty
   * @param id what the receiver says back to acknowledge
   */
  static byte[] pack(String cluster, List<PodLine> lines, String id) throws IOException {
    try (MessageBufferPacker entries = MessagePack.newDefaultBufferPacker();
        MessageBufferPacker message = MessagePack.newDefaultBufferPacker()) {
      for (PodLine line : lines) {
        entries.packArrayHeader(2);
        time(entries, line.line().at());
        record(entries, cluster, line);
      }
      byte[] packed = entries.toByteArray();
      message.packArrayHeader(3).packString(tag(lines.getFirst()));
      message.packBinaryHeader(packed.length).writePayload(packed);
      message
          .packMapHeader(2)
          .packString("size")
          .packInt(lines.size())
          .packString("chunk")
          .packString(id);
      return message.toByteArray();
    }
  }

  private static void time(MessageBufferPacker packer, Instant at) throws IOException {
    packer.packExtensionTypeHeader((byte) 0, 8);
    byte[] bytes = new byte[8];
    java.nio.ByteBuffer.wrap(bytes).putInt((int) at.getEpochSecond()).putInt(at.getNano());
    packer.writePayload(bytes);
  }

  private static void record(MessageBufferPacker packer, String cluster, PodLine line)
      throws IOException {
    packer.packMapHeader(4);
    packer.packString("log").packString(line.line().text());
    packer.packString("stream").packString(line.line().stream());
    packer.packString("cluster").packString(cluster);
    Map<String, String> facts =
        Map.of(
            "namespace_name", line.namespace(),
            "pod_name", line.pod(),
            "pod_id", line.podUid(),
            "container_name", line.container(),
            "host", line.node());
    packer.packString("kubernetes").packMapHeader(facts.size());
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      packer.packString(fact.getKey()).packString(fact.getValue());
    }
  }
}
