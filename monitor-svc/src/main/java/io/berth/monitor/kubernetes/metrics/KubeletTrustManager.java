/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.kubernetes.metrics.KubeletAddresses.Address;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies a kubelet's serving certificate: its validity period, its authority, and its subject,
 * which may be any name or address of the Node that was connected to. A self-signed kubelet
 * certificate has only the host name, although the kubelet is reached by its address. Each
 * rejection names the check that failed.
 */
final class KubeletTrustManager extends X509ExtendedTrustManager {

  private final CertificateAuthorities authorities;
  private final Clock clock;
  private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

  KubeletTrustManager(CertificateAuthorities authorities, Clock clock) {
    this.authorities = authorities;
    this.clock = clock;
  }

  /** Registers the names of the node behind an address. */
  void registerNames(Address address, Set<String> nodeNames) {
    names.put(hostAndPort(address.host(), address.port()), Set.copyOf(nodeNames));
  }

  /** Removes the names of all other addresses. */
  void retain(Set<Address> addresses) {
    Set<String> hostsAndPorts = new LinkedHashSet<>();
    addresses.forEach(address -> hostsAndPorts.add(hostAndPort(address.host(), address.port())));
    names.keySet().retainAll(hostsAndPorts);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    X509Certificate own = chain[0];
    checkTime(own);
    checkAuthority(chain, authType);
    checkName(own, engine.getPeerHost(), engine.getPeerPort());
  }

  private void checkTime(X509Certificate own) throws CertificateException {
    try {
      own.checkValidity(Date.from(clock.instant()));
    } catch (CertificateExpiredException _) {
      throw new KubeletCertificateException(
          FailureKind.EXPIRED, "valid until " + own.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException _) {
      throw new KubeletCertificateException(
          FailureKind.NOT_YET_VALID, "valid from " + own.getNotBefore().toInstant());
    }
  }

  private void checkAuthority(X509Certificate[] chain, String authType)
      throws CertificateException {
    try {
      authorities.trustManager().checkServerTrusted(chain, authType);
    } catch (CertificateException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CertPathValidatorException refused) {
          // A path was found, but a certificate on it is invalid.
          throw new KubeletCertificateException(
              FailureKind.CERTIFICATE_REJECTED, String.valueOf(refused.getMessage()));
        }
      }
      String message = String.valueOf(e.getMessage());
      throw message.contains("certification path")
          ? new KubeletCertificateException(
              FailureKind.UNKNOWN_AUTHORITY,
              "issuer " + chain[0].getIssuerX500Principal().getName())
          : new KubeletCertificateException(FailureKind.CERTIFICATE_REJECTED, message);
    }
  }

  private void checkName(X509Certificate own, String host, int port) throws CertificateException {
    Set<String> wanted = new LinkedHashSet<>();
    wanted.add(host);
    wanted.addAll(names.getOrDefault(hostAndPort(host, port), Set.of()));
    CertificateNames found = new CertificateNames(own);
    if (!found.matchesAny(wanted)) {
      String names = found.toString();
      throw new KubeletCertificateException(
          FailureKind.OTHER_NAME,
          "found "
              + (names.isEmpty()
                  ? "no subject alternative name, only " + own.getSubjectX500Principal().getName()
                  : names)
              + ", wanted one of "
              + String.join(", ", wanted));
    }
  }

  /**
   * Normalizes IPv6 addresses, which TLS engines return with or without brackets, and unabridged.
   */
  private static String hostAndPort(String host, int port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      bare = java.net.InetAddress.ofLiteral(bare).getHostAddress();
    } catch (IllegalArgumentException _) {
      bare = bare.toLowerCase(java.util.Locale.ROOT);
    }
    return bare + " " + port;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  /** Without the peer's address its name cannot be verified. */
  private static CertificateException withoutEngine() {
    return new CertificateException("only kubelets that are reached by an SSLEngine are verified");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.trustManager().getAcceptedIssuers();
  }
}
