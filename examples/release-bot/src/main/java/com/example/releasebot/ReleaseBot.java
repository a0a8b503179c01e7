/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.example.releasebot;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.stream.CloudEventMessageConverter;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;

/** Scales an application when the sale begins, and logs the outcome in each cluster. */
@SpringBootApplication
public class ReleaseBot {

  private final String commandId = UUID.randomUUID().toString();

  /** Starts it; {@code --app=shop/cart --replicas=5} say what to do. */
  public static void main(String[] args) {
    SpringApplication.run(ReleaseBot.class, args);
  }

  @Bean
  CloudEventMessageConverter cloudEvents() {
    return new CloudEventMessageConverter("/shop/release-bot");
  }

  @Bean
  ApplicationRunner scale(
      StreamBridge berth, @Value("${app}") String app, @Value("${replicas}") int replicas) {
    var who = CommandMeta.by("release-bot").withReason("the sale begins at noon");
    var scale = new Scale(who, AppRef.parse(app), replicas);
    return _ ->
        berth.send("commands", Envelope.of(commandId, "/shop/release-bot", Instant.now(), scale));
  }

  @Bean
  Consumer<Operation> operations() {
    return operation -> {
      if (operation.ref().commandId().equals(commandId)
          && operation instanceof Concluded concluded) {
        System.out.println(
            concluded.ref().cluster() + " " + concluded.verdict() + ": " + concluded.summary());
      }
    };
  }
}
