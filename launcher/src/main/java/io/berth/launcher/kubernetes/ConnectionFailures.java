/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says why an API server could not be asked, and what its user can do. Pure. */
final class ConnectionFailures {

  /** Clusters in containers and virtual machines publish a port of this machine. */
  private static final String NEW_PORT =
      " minikube, kind and k3d may have another port since they were restarted: write the file"
          + " again (minikube update-context, kind export kubeconfig, k3d kubeconfig merge)";

  private ConnectionFailures() {}

  static String describe(RuntimeException failure, Kubeconfig kubeconfig) {
    if (failure instanceof KubernetesClientException answered && answered.getCode() > 0) {
      return describe(answered, kubeconfig);
    }
    List<Throwable> causes = causes(failure);
    String server = kubeconfig.server();
    if (has(causes, UnresolvedAddressException.class) || has(causes, UnknownHostException.class)) {
      return "The host in " + server + " is not known on this machine";
    }
    if (has(causes, HttpTimeoutException.class) || has(causes, TimeoutException.class)) {
      return server + " does not answer in time. Does it need a VPN, or does a firewall drop it?";
    }
    if (causes.stream().anyMatch(SSLException.class::isInstance)) {
      return tls(causes, kubeconfig);
    }
    if (has(causes, ConnectException.class)) {
      return "Nothing answers at " + server + ". Does the cluster run?" + NEW_PORT;
    }
    return notKubernetes(server, text(causes.getLast()));
  }

  static String notKubernetes(String server, String found) {
    return "What answers at %s is no Kubernetes API server (%s).%s"
        .formatted(server, found, NEW_PORT);
  }

  private static String describe(KubernetesClientException answer, Kubeconfig kubeconfig) {
    String look =
        "kubectl --kubeconfig '%s' --context '%s' get namespaces"
            .formatted(kubeconfig.file(), kubeconfig.context());
    return switch (answer.getCode()) {
      case 401 ->
          ("%s does not accept these credentials (401)%s. Renew them; Berth can use them when this"
                  + " works: %s")
              .formatted(kubeconfig.server(), ClientCertificate.expiry(kubeconfig.user()), look);
      case 403 ->
          "%s forbids to ask what this user may do (403): %s"
              .formatted(kubeconfig.server(), text(answer));
      default -> notKubernetes(kubeconfig.server(), "it answers " + answer.getCode());
    };
  }

  private static String tls(List<Throwable> causes, Kubeconfig kubeconfig) {
    String server = kubeconfig.server();
    if (has(causes, CertificateExpiredException.class)) {
      return "The certificate of " + server + " has expired. Renew it on the cluster";
    }
    if (has(causes, CertPathBuilderException.class)
        || has(causes, CertPathValidatorException.class)) {
      return ("The certificate of %s is not trusted: the certificate-authority in %s did not issue"
              + " it. The file may be of an earlier cluster, or somebody else answers there.%s")
          .formatted(server, kubeconfig.file(), NEW_PORT);
    }
    if (causes.stream()
        .filter(CertificateException.class::isInstance)
        .anyMatch(cause -> text(cause).startsWith("No "))) {
      return ("The certificate of %s is for other names (%s). Name the server as its certificate"
              + " does, in %s")
          .formatted(server, text(causes.getLast()), kubeconfig.file());
    }
    if (causes.stream().anyMatch(cause -> text(cause).contains("fatal alert"))) {
      return "%s does not accept the client certificate of this context (%s)%s"
          .formatted(server, text(causes.getLast()), ClientCertificate.expiry(kubeconfig.user()));
    }
    if (causes.stream().anyMatch(cause -> text(cause).contains("recognized SSL message"))) {
      return "What answers at %s does not speak TLS.%s".formatted(server, NEW_PORT);
    }
    return "No TLS connection to %s: %s".formatted(server, text(causes.getLast()));
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static String text(Throwable cause) {
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }
}
