/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.events.Check;
import io.berth.events.command.AppSpec.Limits;
import io.berth.events.command.AppSpec.Port;
import io.berth.events.command.pod.EnvSource;
import io.berth.events.command.pod.PreStop;
import io.berth.events.command.pod.SecurityContext;
import io.berth.events.command.pod.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container of the pods beside the application's own; its fields mean what they mean there. */
public sealed interface AdditionalContainer {

  /** Of the container; each once in a pod. */
  String name();

  /** The name with tag or digest. */
  String image();

  /** The program in place of the image's entry point. */
  List<String> command();

  /** The program's arguments. */
  List<String> args();

  /** The folder that it starts in. */
  @Nullable String workingDir();

  /** Plain environment variables. */
  Map<String, String> env();

  /** Environment variables whose values come from elsewhere. */
  Map<String, EnvSource> envFrom();

  /** Secrets whose keys become variables. */
  List<String> secrets();

  /** ConfigMaps whose keys become variables. */
  List<String> configMaps();

  /** What it mounts of the application's volumes and config files, by its own paths. */
  Map<String, VolumeMount> volumes();

  /** What it may use; a policy requires it. */
  @Nullable Limits limits();

  /** What it reserves; follows from the tier if left out. */
  @Nullable Limits requests();

  /** As whom it runs. */
  @Nullable SecurityContext security();

  /** What it listens on; an init container has none. */
  default List<Port> ports() {
    return List.of();
  }

  /** Its probes; an init container has none. */
  default @Nullable Probes probes() {
    return null;
  }

  /** What runs before it is told to end; an init container has none. */
  default @Nullable PreStop preStop() {
    return null;
  }

  /** Without arguments and values of variables: they may hold what nobody should read. */
  private static String describe(AdditionalContainer container) {
    return "%s[name=%s, image=%s, env=%s, envFrom=%s, volumes=%s]"
        .formatted(
            container.getClass().getSimpleName(),
            container.name(),
            container.image(),
            container.env().keySet(),
            container.envFrom().keySet(),
            container.volumes());
  }

  /**
   * A container that runs to its end before the application starts. Those of a pod run one after
   * the other, in their order; one that fails runs again.
   *
   * @param name of the container: a DNS label, each once in a pod
   * @param image name with tag or digest; policies may reject it
   * @param command the program to run in place of the image's entry point
   * @param args its arguments
   * @param workingDir the folder that it starts in; the image's own if left out
   * @param env plain environment variables
   * @param envFrom environment variables whose values come from elsewhere, by their names
   * @param secrets names of Secrets whose keys become environment variables
   * @param configMaps names of ConfigMaps whose keys become environment variables
   * @param volumes what it mounts of the application's volumes and config files, by its own paths
   * @param limits CPU and memory that it may use in one pod; policies require them
   * @param requests CPU and memory that it reserves, in place of what follows from the tier
   * @param security as whom it runs and what it may do
   */
  record InitContainer(
      String name,
      String image,
      @JsonInclude(NON_EMPTY) List<String> command,
      @JsonInclude(NON_EMPTY) List<String> args,
      @Nullable String workingDir,
      @JsonInclude(NON_EMPTY) Map<String, String> env,
      @JsonInclude(NON_EMPTY) Map<String, EnvSource> envFrom,
      @JsonInclude(NON_EMPTY) List<String> secrets,
      @JsonInclude(NON_EMPTY) List<String> configMaps,
      @JsonInclude(NON_EMPTY) Map<String, VolumeMount> volumes,
      @Nullable Limits limits,
      @Nullable Limits requests,
      @Nullable SecurityContext security)
      implements AdditionalContainer {
    public InitContainer {
      command = Check.listOrEmpty(command);
      args = Check.listOrEmpty(args);
      env = Check.mapOrEmpty(env);
      envFrom = Check.mapOrEmpty(envFrom);
      secrets = Check.listOrEmpty(secrets);
      configMaps = Check.listOrEmpty(configMaps);
      volumes = Check.mapOrEmpty(volumes);
      Check check = Check.that().label("name", name).line("image", image, 1000);
      AppSpecCheck.program(check, command, workingDir);
      AppSpecCheck.env(check, env, envFrom);
      AppSpecCheck.names(check, "secrets", secrets);
      AppSpecCheck.names(check, "configMaps", configMaps);
      AppSpecCheck.mountPaths(check, volumes.keySet());
      AppSpecCheck.ofContainer(check, security);
      check.orThrow();
    }

    @Override
    public String toString() {
      return describe(this);
    }
  }

  /**
   * A container that runs beside the application for as long as its pod. A pod is ready when all of
   * its containers are.
   *
   * @param name of the container: a DNS label, each once in a pod
   * @param image name with tag or digest; policies may reject it
   * @param command the program to run in place of the image's entry point
   * @param args its arguments
   * @param workingDir the folder that it starts in; the image's own if left out
   * @param env plain environment variables
   * @param envFrom environment variables whose values come from elsewhere, by their names
   * @param secrets names of Secrets whose keys become environment variables
   * @param configMaps names of ConfigMaps whose keys become environment variables
   * @param volumes what it mounts of the application's volumes and config files, by its own paths
   * @param limits CPU and memory that it may use in one pod; policies require them
   * @param requests CPU and memory that it reserves, in place of what follows from the tier
   * @param security as whom it runs and what it may do
   * @param ports what it listens on; the Service has them too
   * @param probes its probes; policies require none
   * @param preStop what runs in it before it is told to end
   */
  record Sidecar(
      String name,
      String image,
      @JsonInclude(NON_EMPTY) List<String> command,
      @JsonInclude(NON_EMPTY) List<String> args,
      @Nullable String workingDir,
      @JsonInclude(NON_EMPTY) Map<String, String> env,
      @JsonInclude(NON_EMPTY) Map<String, EnvSource> envFrom,
      @JsonInclude(NON_EMPTY) List<String> secrets,
      @JsonInclude(NON_EMPTY) List<String> configMaps,
      @JsonInclude(NON_EMPTY) Map<String, VolumeMount> volumes,
      @Nullable Limits limits,
      @Nullable Limits requests,
      @Nullable SecurityContext security,
      @JsonInclude(NON_EMPTY) List<Port> ports,
      @Nullable Probes probes,
      @Nullable PreStop preStop)
      implements AdditionalContainer {
    /** What it has in common with an init container is checked as there. */
    public Sidecar {
      InitContainer common =
          new InitContainer(
              name,
              image,
              command,
              args,
              workingDir,
              env,
              envFrom,
              secrets,
              configMaps,
              volumes,
              limits,
              requests,
              security);
      command = common.command();
      args = common.args();
      env = common.env();
      envFrom = common.envFrom();
      secrets = common.secrets();
      configMaps = common.configMaps();
      volumes = common.volumes();
      ports = Check.listOrEmpty(ports);
    }

    @Override
    public String toString() {
      return describe(this);
    }
  }
}
