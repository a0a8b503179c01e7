/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.alerting.Subject;
import io.berth.monitor.observing.ClusterView;
import io.berth.monitor.observing.Owners;
import io.berth.monitor.observing.Publications;
import io.berth.monitor.sampling.ContainerRef;
import io.berth.monitor.sampling.Figure;
import io.berth.monitor.sampling.SampleMaker;
import io.berth.monitor.sampling.Usages;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sample per application and period. It asks the sources, and a moment later takes what they
 * answered by then: a source that is slow or away costs its own figures and nobody's time.
 */
final class Sampler {

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final String cluster;
  private final ClusterView view;
  private final Kubelets kubelets;
  private final MetricsApi metricsApi;
  private final Publications publications;
  private final Quarantine quarantine;
  private final Duration period;
  private final Clock clock;
  private final Owners owners;
  private final SampleMaker maker;

  Sampler(
      String cluster,
      ClusterView view,
      Kubelets kubelets,
      MetricsApi metricsApi,
      Publications publications,
      Quarantine quarantine,
      Duration period,
      Clock clock) {
    this.cluster = cluster;
    this.view = view;
    this.kubelets = kubelets;
    this.metricsApi = metricsApi;
    this.publications = publications;
    this.quarantine = quarantine;
    this.period = period;
    this.clock = clock;
    this.owners = new Owners(cluster, view);
    this.maker = new SampleMaker(cluster, oldest(period));
  }

  /** A kubelet has a new point every 10 to 15 seconds; two missed ones are one too many. */
  private static Duration oldest(Duration period) {
    Duration two = period.multipliedBy(2);
    return two.compareTo(Duration.ofSeconds(40)) < 0 ? Duration.ofSeconds(40) : two;
  }

  /** Asks for figures; never throws. */
  void ask() {
    try {
      Collection<Node> nodes = view.nodes();
      kubelets.ask(nodes);
      if (!silent(nodes).isEmpty()) {
        metricsApi.ask();
      }
    } catch (RuntimeException e) {
      LOG.warn("No figures were asked for, they are at the next turn: {}", e.toString());
    }
  }

  /** Publishes what is known by now; never throws. */
  void sample() {
    try {
      Instant now = clock.instant();
      Map<ContainerRef, Figure> figures = kubelets.figures();
      if (!silent(view.nodes()).isEmpty()) {
        metricsApi.figures().forEach((ref, figure) -> figures.merge(ref, figure, Sampler::newer));
      }
      Map<Subject, List<Pod>> pods = new HashMap<>();
      for (Pod pod : view.pods()) {
        quarantine.guard(
            pod, p -> pods.computeIfAbsent(owners.of(p), _ -> new ArrayList<>()).add(p));
      }
      for (Deployment deployment : view.deployments()) {
        if (Owners.isBerths(deployment)) {
          quarantine.guard(deployment, d -> publish(d, pods, figures, now));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("No samples were taken, they are at the next turn: {}", e.toString());
    }
  }

  private Set<String> silent(Collection<Node> nodes) {
    return kubelets.silentSince(nodes, clock.instant().minus(period.multipliedBy(2)));
  }

  private static Figure newer(Figure kubelet, Figure api) {
    return api.at().isAfter(kubelet.at().plus(Duration.ofSeconds(30))) ? api : kubelet;
  }

  private void publish(
      Deployment deployment,
      Map<Subject, List<Pod>> pods,
      Map<ContainerRef, Figure> figures,
      Instant now) {
    Subject subject =
        Subject.deployment(
            cluster, deployment.getMetadata().getNamespace(), deployment.getMetadata().getName());
    ResourceSample sample =
        maker.sample(deployment, pods.getOrDefault(subject, List.of()), figures, now);
    publications.sample(sample);
    publications.observation(subject, Usages.of(sample));
  }
}
