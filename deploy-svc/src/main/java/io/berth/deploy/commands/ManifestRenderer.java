/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.release.ContainerImages;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.command.Deploy;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Renders the objects that a Deploy would become in this cluster: by its rules, capabilities and
 * registry. Nothing is written or published.
 */
public final class ManifestRenderer {

  private static final RecordPosition NOWHERE = new RecordPosition("none", 0, 0);

  private final ClusterContext context;
  private final Planner planner;
  private final ImageResolver images;

  public ManifestRenderer(ClusterContext context, Planner planner, ImageResolver images) {
    this.context = context;
    this.planner = planner;
    this.images = images;
  }

  /** The result of rendering. */
  public sealed interface Rendering {

    /**
     * The objects, as they are when the roll-out has ended: those of a canary or preview are left
     * out, and so is what only the command itself gives.
     *
     * @param release the number that the release would have
     * @param objects in the order in which they would be applied
     * @param notes what the reader should know
     */
    record Rendered(long release, List<HasMetadata> objects, List<String> notes)
        implements Rendering {}

    /**
     * The command would be rejected.
     *
     * @param by the rejection
     */
    record Refused(Rejected by) implements Rendering {}
  }

  /** Renders against the state that the API server has now. */
  public Rendering render(Deploy deploy) {
    ReceivedCommand received =
        new ReceivedCommand(
            UUID.randomUUID().toString(), deploy, context.clock().instant(), NOWHERE);
    ClusterSnapshot snapshot = context.cluster().snapshot(deploy.app());
    Map<ImageReference, ImageResolution> resolved =
        images.resolve(ContainerImages.of(deploy.spec()).references());
    return switch (planner.plan(received, snapshot, resolved)) {
      case Plan.Reject(List<Violation> violations) ->
          new Rendering.Refused(new Rejected(context.publisher().ref(received), violations));
      case Plan.Apply apply -> rendered(apply);
      case Plan.Delete _, Plan.ApplyNamespace _ ->
          throw new IllegalStateException("not the plan of a Deploy");
    };
  }

  private static Rendering rendered(Plan.Apply plan) {
    List<HasMetadata> objects = new ArrayList<>();
    if (plan.namespace() != null) {
      objects.add(plan.namespace());
    }
    objects.addAll(plan.rolledOut().objects());
    objects.forEach(ManifestRenderer::removeCommand);
    return new Rendering.Rendered(plan.release(), List.copyOf(objects), plan.notes());
  }

  private static void removeCommand(HasMetadata object) {
    removeCommand(object.getMetadata());
    if (WorkloadKind.isWorkload(object)) {
      Deployment workload = WorkloadKind.of(object).read(object);
      removeCommand(workload.getSpec().getTemplate().getMetadata());
    }
  }

  private static void removeCommand(ObjectMeta metadata) {
    Map<String, String> annotations = metadata.getAnnotations();
    if (annotations != null) {
      Map<String, String> kept = new TreeMap<>(annotations);
      kept.keySet().removeAll(Annotations.OF_COMMAND);
      metadata.setAnnotations(kept);
    }
  }
}
