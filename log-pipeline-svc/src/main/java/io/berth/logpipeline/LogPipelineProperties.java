/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.events.kafka.TopicDeclarations;
import io.berth.logpipeline.elasticsearch.TrustedAuthority;
import io.berth.logpipeline.forward.ForwardCredentials;
import io.berth.logpipeline.forward.ForwardTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What can be set; application.yml has the defaults and the names in the environment.
 *
 * @param kafka bootstrap servers
 * @param topic prefix, partitions and replication of topics
 * @param listen the address that its web server listens on
 * @param elasticsearchCertificateAuthority who may have signed Elasticsearch's certificate, a PEM
 *     file; empty: whom Java trusts
 * @param forwardPort of the Forward receiver; 0 for any free one
 * @param forwardListen the address of the Forward receiver
 * @param forwardSharedKey that clients must know; empty: no handshake
 * @param forwardUsers who may connect, {@code name:password} by commas; empty: the key is enough
 * @param forwardTlsCertificate the receiver's chain, a PEM file; empty: no TLS
 * @param forwardTlsKey its private key, a PEM file
 * @param forwardTlsClients whose certificates clients must have, a PEM file; empty: they need none
 * @param logLimits quotas and sampling of applications; empty: none
 * @param logTransactions whether a record is in berth.logs.enriched exactly once
 * @param logParts what this instance does, of receive, enrich and index, by commas
 */
@ConfigurationProperties("berth")
record LogPipelineProperties(
    String kafka,
    TopicDeclarations topic,
    String listen,
    String elasticsearchCertificateAuthority,
    int forwardPort,
    InetAddress forwardListen,
    String forwardSharedKey,
    String forwardUsers,
    String forwardTlsCertificate,
    String forwardTlsKey,
    String forwardTlsClients,
    String logLimits,
    boolean logTransactions,
    String logParts) {

  private static final String AN_ADDRESS =
      "an address such as 127.0.0.1, or 0.0.0.0 for every address of this machine";

  LogPipelineProperties {
    if (kafka == null || kafka.isBlank()) {
      throw new IllegalArgumentException(
          "BERTH_KAFKA is empty, wanted bootstrap servers such as localhost:19092");
    }
    if (listen == null || listen.isBlank()) {
      throw new IllegalArgumentException("BERTH_LISTEN is empty, wanted " + AN_ADDRESS);
    }
    if (forwardListen == null) {
      throw new IllegalArgumentException("BERTH_FORWARD_LISTEN is empty, wanted " + AN_ADDRESS);
    }
    if (forwardPort < 0 || forwardPort > 65_535) {
      throw new IllegalArgumentException(
          "BERTH_FORWARD_PORT is " + forwardPort + ", wanted 0 to 65535");
    }
    PipelineRole.read(logParts);
    if (elasticsearchCertificateAuthority == null) {
      elasticsearchCertificateAuthority = "";
    }
    TrustedAuthority.read(elasticsearchCertificateAuthority);
  }

  Set<PipelineRole> parts() {
    return PipelineRole.read(logParts);
  }

  /** Where the Forward receiver listens. */
  InetSocketAddress forwardAddress() {
    return new InetSocketAddress(forwardListen, forwardPort);
  }

  ForwardCredentials forwardCredentials() {
    Map<String, String> users = new HashMap<>();
    for (String user : forwardUsers.isBlank() ? new String[0] : forwardUsers.split(",")) {
      int colon = user.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "BERTH_FORWARD_USERS has an entry without a colon, wanted name:password by commas");
      }
      users.put(user.substring(0, colon).strip(), user.substring(colon + 1));
    }
    return new ForwardCredentials(forwardSharedKey, users);
  }

  ForwardTls forwardTls() {
    return new ForwardTls(forwardTlsCertificate, forwardTlsKey, forwardTlsClients);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "LogPipelineProperties[kafka=" + kafka + "]";
  }
}
