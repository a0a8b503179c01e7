/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.msgpack.core.MessagePack;

/**
 * What a program on another machine does with listeners that were opened for it, a line for each. A
 * program of its own, since it runs in another network namespace.
 */
final class StrangersVisit {

  private static final int PATIENCE_MILLIS = 60_000;

  private StrangersVisit() {}

  /** Takes the suite's address and its API token. */
  public static void main(String[] arguments) throws Exception {
    String host = arguments[0];
    System.out.println("console " + status(host, "/", ""));
    System.out.println("API without a token " + status(host, "/api/v1/apps", ""));
    System.out.println("API with the token " + status(host, "/api/v1/apps", arguments[1]));
    System.out.println("broker says that it is " + broker(host));
    System.out.println("acknowledged " + acknowledged(host));
    System.out.println("heartbeats " + heartbeat(host));
  }

  private static int status(String host, String path, String token) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://" + host + ":8080" + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  /** The second connection goes to where the first one was told to go. */
  private static String broker(String host) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", host + ":19092", "default.api.timeout.ms", PATIENCE_MILLIS);
    try (var admin = Admin.create(settings)) {
      admin.listTopics().names().get();
      var node = admin.describeCluster().nodes().get().iterator().next();
      return node.host() + ":" + node.port();
    }
  }

  private static String acknowledged(String host) throws Exception {
    try (var socket = new Socket(host, 24_224);
        var packer = MessagePack.newDefaultPacker(socket.getOutputStream());
        var unpacker = MessagePack.newDefaultUnpacker(socket.getInputStream())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      packer.packArrayHeader(3).packString("stranger");
      packer.packArrayHeader(1).packArrayHeader(2).packLong(Instant.now().getEpochSecond());
      packer.packMapHeader(1).packString("message").packString("hello");
      packer.packMapHeader(1).packString("chunk").packString("chunk-1").flush();
      unpacker.unpackMapHeader();
      unpacker.unpackString();
      return unpacker.unpackString();
    }
  }

  private static int heartbeat(String host) throws Exception {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral(host), 24_224));
      var answer = new DatagramPacket(new byte[8], 8);
      socket.receive(answer);
      return answer.getLength();
    }
  }
}
