/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The authorities that the cluster's kubelets made for themselves, as they show them. */
public final class KubeletAuthority {

  private KubeletAuthority() {}

  /** A PEM file as an administrator would collect it: the last certificate of each kubelet. */
  public static Path write(KubernetesClient cluster, Path file)
      throws IOException, GeneralSecurityException {
    StringBuilder pem = new StringBuilder();
    for (Node node : realNodes(cluster)) {
      byte[] der = chain(node).getLast().getEncoded();
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return Files.writeString(file, pem);
  }

  /** Nodes behind which there is a kubelet; a test may have made others. */
  static List<Node> realNodes(KubernetesClient cluster) {
    return cluster.nodes().list().getItems().stream()
        .filter(node -> node.getStatus().getNodeInfo() != null)
        .filter(
            node ->
                node.getStatus().getNodeInfo().getContainerRuntimeVersion().startsWith("docker://"))
        .toList();
  }

  private static List<X509Certificate> chain(Node node)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> shown = new ArrayList<>();
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new Looking(shown)}, new SecureRandom());
    String host =
        node.getStatus().getAddresses().stream()
            .filter(address -> address.getType().equals("InternalIP"))
            .map(NodeAddress::getAddress)
            .findFirst()
            .orElseThrow();
    int port = node.getStatus().getDaemonEndpoints().getKubeletEndpoint().getPort();
    try (Socket socket = tls.getSocketFactory().createSocket(host, port)) {
      ((SSLSocket) socket).startHandshake();
    }
    return shown;
  }

  /** Only looks: nothing is said over this connection. */
  private record Looking(List<X509Certificate> shown) implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      shown.addAll(List.of(chain));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
