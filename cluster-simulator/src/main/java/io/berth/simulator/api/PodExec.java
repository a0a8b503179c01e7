/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.kubelet.PodStreams;
import io.berth.simulator.kubelet.Shell;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a command in a container over a WebSocket: {@code v4.channel.k8s.io} and {@code v5}, frames
 * led by their channel, 1 output, 2 error, 3 the closing Status.
 */
final class PodExec {

  private static final byte OUT = 1;
  private static final byte ERR = 2;
  private static final byte STATUS = 3;

  private final PodStreams streams;
  private final RestStorage objects;

  PodExec(PodStreams streams, RestStorage objects) {
    this.streams = streams;
    this.objects = objects;
  }

  void handle(RequestPath target, ApiRequest call) {
    ObjectNode pod = objects.get(target.key());
    if (!WatchStream.isWebSocket(call)) {
      throw ApiException.badRequest("Upgrade request required: exec speaks WebSocket here");
    }
    Shell.ExecResult result =
        streams.exec(pod, call.param("container"), call.request().params().getAll("command"));
    call.request().toWebSocket().onSuccess(socket -> answer(socket, result));
  }

  private static void answer(ServerWebSocket socket, Shell.ExecResult result) {
    send(socket, OUT, result.out());
    send(socket, ERR, result.err());
    socket.writeBinaryMessage(frame(STATUS, status(result.exitCode()).toString()));
    socket.close();
  }

  private static void send(ServerWebSocket socket, byte channel, String text) {
    if (!text.isEmpty()) {
      socket.writeBinaryMessage(frame(channel, text));
    }
  }

  private static Buffer frame(byte channel, String text) {
    return Buffer.buffer().appendByte(channel).appendBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode status(int exitCode) {
    ObjectNode status = JsonTrees.object();
    status.putObject("metadata");
    if (exitCode == 0) {
      return status.put("status", "Success");
    }
    status.put("status", "Failure").put("reason", "NonZeroExitCode");
    status.put("message", "command terminated with non-zero exit code: exit status " + exitCode);
    JsonTrees.children(status.putObject("details"), "causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", Integer.toString(exitCode));
    return status;
  }
}
