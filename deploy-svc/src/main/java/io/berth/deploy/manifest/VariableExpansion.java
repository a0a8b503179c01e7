/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

/**
 * The kubelet's expansion of {@code $(NAME)} in environment variables and arguments, which Berth
 * does not offer: it only knows variables whose names sort before, and {@code $$} becomes {@code
 * $}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod:
 *     EnvVar.value, Container.args</a>
 */
final class VariableExpansion {

  private VariableExpansion() {}

  /** The text that the kubelet expands to {@code text}; itself where nothing is to be escaped. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c);
      boolean isOperator =
          c == '$'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == '$' || text.charAt(i + 1) == '(');
      if (isOperator) {
        escaped.append('$');
      }
    }
    return escaped.toString();
  }
}
