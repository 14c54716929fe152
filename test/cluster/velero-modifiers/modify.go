// modify applies Velero's own resource modifiers and image names to objects: one JSON document a line in, one a line out. It is built
// within Velero's module, since the package of resource modifiers is internal to it.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/vmware-tanzu/velero/internal/resourcemodifiers"
	"github.com/vmware-tanzu/velero/pkg/plugin/velero"
	"github.com/vmware-tanzu/velero/pkg/restore/actions"
)

type question struct {
	Object        map[string]any    `json:"object"`
	GroupResource string            `json:"groupResource"`
	Modifiers     string            `json:"modifiers"`
	Images        map[string]string `json:"images"`
}

type answer struct {
	Object map[string]any `json:"object"`
	Errors []string       `json:"errors"`
}

func main() {
	logger := logrus.New()
	logger.SetLevel(logrus.PanicLevel)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		if err := out.Encode(answered(asked, logger)); err != nil {
			panic(err)
		}
	}
}

func answered(asked question, logger logrus.FieldLogger) answer {
	object := &unstructured.Unstructured{Object: asked.Object}
	if len(asked.Images) > 0 {
		changed, err := renamed(object, asked.Images, logger)
		if err != nil {
			return answer{Errors: []string{err.Error()}}
		}
		object = changed
	}
	if asked.Modifiers == "" {
		return answer{Object: object.Object}
	}
	config := &corev1.ConfigMap{Data: map[string]string{"modifiers.yaml": asked.Modifiers}}
	modifiers, err := resourcemodifiers.GetResourceModifiersFromConfig(config)
	if err == nil {
		err = modifiers.Validate()
	}
	if err != nil {
		return answer{Errors: []string{err.Error()}}
	}
	var texts []string
	for _, each := range modifiers.ApplyResourceModifierRules(object, asked.GroupResource, scheme.Scheme, logger) {
		texts = append(texts, each.Error())
	}
	return answer{Object: object.Object, Errors: texts}
}

func renamed(object *unstructured.Unstructured, rows map[string]string, logger logrus.FieldLogger) (*unstructured.Unstructured, error) {
	labels := map[string]string{"velero.io/plugin-config": "", "velero.io/change-image-name": "RestoreItemAction"}
	config := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "images", Namespace: "velero", Labels: labels}, Data: rows}
	client := fake.NewSimpleClientset([]runtime.Object{config}...).CoreV1().ConfigMaps("velero")
	output, err := actions.NewChangeImageNameAction(logger, client).Execute(&velero.RestoreItemActionExecuteInput{Item: object})
	if err != nil {
		return nil, err
	}
	return output.UpdatedItem.(*unstructured.Unstructured), nil
}
