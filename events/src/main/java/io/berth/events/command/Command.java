/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.Event;

/**
 * What somebody wants done. Its id is the CloudEvents {@code id} of the record that carries it: the
 * same id again is the same command and has no second effect. Every command ends in each of its
 * clusters with exactly one verdict, before its deadline.
 */
public sealed interface Command extends Event permits ApplicationCommand, EnsureNamespace {

  /** Who, why, where and until when. */
  CommandMeta meta();

  /** The same command for the JSON {@code type} a person would say: {@code deploy}. */
  default String verb() {
    return switch (this) {
      case Deploy ignored -> "deploy";
      case Rollback ignored -> "rollback";
      case Scale ignored -> "scale";
      case Restart ignored -> "restart";
      case Stop ignored -> "stop";
      case Remove ignored -> "remove";
      case Pause ignored -> "pause";
      case Resume ignored -> "resume";
      case Promote ignored -> "promote";
      case Abort ignored -> "abort";
      case EnsureNamespace ignored -> "ensure-namespace";
    };
  }

  /**
   * Whether a cluster that lacks the application is no target: the command names no clusters and
   * needs an application that exists. It goes to the clusters that have it.
   */
  default boolean skipsClustersWithoutApp() {
    return meta().clusters().isEmpty()
        && !(this instanceof Deploy)
        && !(this instanceof EnsureNamespace);
  }

  /** What the command is about; a namespace command names the namespace twice. */
  AppRef subject();
}
