/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The subject alternative names of a certificate, compared as in RFC 9525. The common name is
 * ignored, as in every current TLS library.
 */
final class CertificateNames {

  private static final int DNS = 2;
  private static final int IP = 7;

  private final List<String> dns = new ArrayList<>();
  private final List<InetAddress> addresses = new ArrayList<>();

  CertificateNames(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    if (all == null) {
      return;
    }
    for (List<?> name : all) {
      if (name.get(0).equals(DNS)) {
        dns.add(name.get(1).toString().toLowerCase(Locale.ROOT));
      } else if (name.get(0).equals(IP)) {
        InetAddress address = literal(name.get(1).toString());
        if (address != null) {
          addresses.add(address);
        }
      }
    }
  }

  /** Whether the certificate is valid for at least one of these host names or addresses. */
  boolean matchesAny(Collection<String> hosts) {
    return hosts.stream().anyMatch(this::matches);
  }

  private boolean matches(String host) {
    InetAddress address = literal(host);
    return address == null
        ? dns.stream().anyMatch(name -> matches(name, host.toLowerCase(Locale.ROOT)))
        : addresses.contains(address);
  }

  /** A wildcard matches exactly one label, the first. */
  private static boolean matches(String name, String host) {
    if (!name.startsWith("*.")) {
      return name.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && name.substring(1).equals(host.substring(dot)) && name.indexOf('.', 2) > 0;
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** In the notation of {@code openssl}; empty where there are none. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>();
    dns.forEach(name -> all.add("DNS:" + name));
    addresses.forEach(address -> all.add("IP:" + address.getHostAddress()));
    return String.join(", ", all);
  }
}
