/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfoBuilder;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * One context of a kubeconfig: what its cluster and user are, and nothing else of the file. Every
 * path is absolute, so that the text means the same wherever it is stored.
 *
 * @param file where it was read
 * @param context its name
 * @param server the URL of the API server
 * @param user who is asked for credentials
 * @param text a kubeconfig with this context as the current one; holds credentials
 */
record Kubeconfig(Path file, String context, String server, AuthInfo user, String text) {

  private static final int MAX_BYTES = 1 << 20;
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** The names of the contexts of a file. */
  static List<String> contexts(Path file) throws ClusterProblemException {
    return parse(file).getContexts().stream().map(NamedContext::getName).toList();
  }

  static Kubeconfig read(KubeconfigLocation location) throws ClusterProblemException {
    Path file = location.file();
    Config all = parse(file);
    NamedContext context = context(location, all);
    NamedCluster cluster = cluster(file, context, all);
    NamedAuthInfo user = user(file, context, all);
    UnsupportedFields.refuse(file, user.getUser());
    var paths = new KubeconfigPaths(file);
    paths.makeAbsolute(cluster.getCluster());
    paths.makeAbsolute(user.getUser());
    Config pinned =
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .withCurrentContext(context.getName())
            .withContexts(context)
            .withClusters(cluster)
            .withUsers(user)
            .build();
    return new Kubeconfig(
        file,
        context.getName(),
        cluster.getCluster().getServer(),
        user.getUser(),
        YAML.asYaml(pinned));
  }

  private static Config parse(Path file) throws ClusterProblemException {
    Config config;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw notAKubeconfig(file, "it has more than 1 MiB");
      }
      config = YAML.unmarshal(Files.readString(file), Config.class);
    } catch (AccessDeniedException _) {
      throw new ClusterProblemException(
          ("%s may not be read by this user. Copy it to a file of yours; k3s and kubeadm write"
                  + " theirs for root")
              .formatted(file));
    } catch (CharacterCodingException _) {
      throw notAKubeconfig(file, "it is no text");
    } catch (IOException e) {
      throw new ClusterProblemException("%s cannot be read: %s".formatted(file, e.getMessage()));
    } catch (RuntimeException _) {
      // Without the parser's message, which quotes the file, and so perhaps a credential.
      throw notAKubeconfig(file, "it is no YAML of that form");
    }
    if (config == null || config.getKind() != null && !config.getKind().equals("Config")) {
      throw notAKubeconfig(
          file, config == null ? "it is empty" : "it is a '" + config.getKind() + "'");
    }
    if (config.getContexts() == null || config.getContexts().isEmpty()) {
      throw notAKubeconfig(file, "it has no contexts");
    }
    return config;
  }

  private static ClusterProblemException notAKubeconfig(Path file, String why) {
    return new ClusterProblemException(
        "%s is not a kubeconfig (kind: Config, with clusters, users and contexts): %s"
            .formatted(file, why));
  }

  private static NamedContext context(KubeconfigLocation location, Config all)
      throws ClusterProblemException {
    String current = Objects.requireNonNullElse(all.getCurrentContext(), "");
    String wanted = location.context().isEmpty() ? current : location.context();
    List<String> names = all.getContexts().stream().map(NamedContext::getName).toList();
    if (wanted.isEmpty()) {
      throw new ClusterProblemException(
          "%s has no current context. Add the one that you mean, as in %s:%s; it has %s"
              .formatted(location.file(), location.file(), names.getFirst(), list(names)));
    }
    NamedContext found =
        all.getContexts().stream()
            .filter(context -> wanted.equals(context.getName()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ClusterProblemException(
                        "%s has no context '%s'%s. It has %s"
                            .formatted(
                                location.file(),
                                wanted,
                                location.context().isEmpty() ? ", its current one" : "",
                                list(names))));
    if (found.getContext() == null) {
      throw new ClusterProblemException(
          "The context '%s' of %s is empty".formatted(wanted, location.file()));
    }
    return found;
  }

  private static NamedCluster cluster(Path file, NamedContext context, Config all)
      throws ClusterProblemException {
    String name = context.getContext().getCluster();
    NamedCluster found =
        orEmpty(all.getClusters()).stream()
            .filter(cluster -> Objects.equals(name, cluster.getName()))
            .findFirst()
            .orElseThrow(() -> dangling(file, context, "cluster", name));
    Cluster cluster = found.getCluster();
    if (cluster == null || cluster.getServer() == null || cluster.getServer().isBlank()) {
      throw new ClusterProblemException(
          "The cluster '%s' of %s names no server".formatted(name, file));
    }
    return found;
  }

  private static NamedAuthInfo user(Path file, NamedContext context, Config all)
      throws ClusterProblemException {
    String name = Objects.requireNonNullElse(context.getContext().getUser(), "");
    if (name.isEmpty()) {
      return new NamedAuthInfoBuilder().withName("").withNewUser().endUser().build();
    }
    NamedAuthInfo found =
        orEmpty(all.getUsers()).stream()
            .filter(user -> name.equals(user.getName()))
            .findFirst()
            .orElseThrow(() -> dangling(file, context, "user", name));
    return found.getUser() == null
        ? new NamedAuthInfoBuilder().withName(name).withNewUser().endUser().build()
        : found;
  }

  private static ClusterProblemException dangling(
      Path file, NamedContext context, String kind, String name) {
    return new ClusterProblemException(
        "The context '%s' of %s belongs to the %s '%s', which that file does not have"
            .formatted(context.getName(), file, kind, name));
  }

  private static <T> Collection<T> orEmpty(Collection<T> values) {
    return values == null ? List.of() : values;
  }

  static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
