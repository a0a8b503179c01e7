/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.simulator.store.JsonTrees;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ServerSideApplyTest {

  private static final String EMPTY =
      "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'}}";

  private static ObjectNode json(String text) {
    return JsonTrees.parse(text.replace('\'', '"'));
  }

  private static ObjectNode wanted(String spec) {
    return json(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},'spec':"
            + spec
            + "}");
  }

  private static ObjectNode apply(ObjectNode live, String manager, String spec, boolean force) {
    return ServerSideApply.apply(
        live, wanted(spec), new FieldManager(manager, "", "2026-01-01T00:00:00Z"), force, true);
  }

  @Test
  void fields_areLeaves_andItemsOfKeyedLists() {
    ObjectNode made =
        apply(json(EMPTY), "one", "{'replicas':2,'containers':[{'name':'a','args':['x']}]}", false);
    assertThat(JsonTrees.at(made, "metadata", "managedFields").path(0).path("fieldsV1"))
        .isEqualTo(
            json(
                "{'f:spec':{'f:containers':{'k:{\\\"name\\\":\\\"a\\\"}':{'.':{},'f:args':{},'f:name':{}}},'f:replicas':{}}}"));
  }

  @Test
  void lists_areMergedByKey() {
    ObjectNode one =
        apply(json(EMPTY), "one", "{'containers':[{'name':'a','image':'a:1'}]}", false);
    ObjectNode both = apply(one, "two", "{'containers':[{'name':'b','image':'b:1'}]}", false);
    assertThat(both.path("spec"))
        .isEqualTo(json("{'containers':[{'name':'a','image':'a:1'},{'name':'b','image':'b:1'}]}"));
    ObjectNode left = apply(both, "one", "{}", false);
    assertThat(left.path("spec")).isEqualTo(json("{'containers':[{'name':'b','image':'b:1'}]}"));
  }

  @Test
  void severalConflicts_areListedByManager() {
    ObjectNode one = apply(json(EMPTY), "one", "{'replicas':2,'paused':true}", false);
    assertThatThrownBy(() -> apply(one, "two", "{'replicas':3,'paused':false}", false))
        .hasMessage(
            "Apply failed with 2 conflicts: conflicts with \"one\":\n- .spec.paused\n- .spec.replicas");
  }

  @Test
  void force_takesTheField_fromTheOther() {
    ObjectNode one = apply(json(EMPTY), "one", "{'replicas':2}", false);
    ObjectNode two = apply(one, "two", "{'replicas':3}", true);
    assertThat(JsonTrees.at(two, "metadata", "managedFields")).hasSize(1);
    assertThat(JsonTrees.number(two, 0, "spec", "replicas")).isEqualTo(3);
  }

  @Test
  void update_takesWhatItChanges() {
    ObjectNode one = apply(json(EMPTY), "one", "{'replicas':2,'paused':true}", false);
    ObjectNode edited = one.deepCopy();
    JsonTrees.child(edited, "spec").put("replicas", 9);
    UpdateTracking.track(
        one, edited, new FieldManager("kubectl", "", "2026-01-01T00:00:01Z"), true);
    assertThatThrownBy(() -> apply(edited, "one", "{'replicas':2,'paused':true}", false))
        .hasMessage(
            "Apply failed with 1 conflict: conflict with \"kubectl\" using apps/v1 at 2026-01-01T00:00:01Z: .spec.replicas");
  }
}
