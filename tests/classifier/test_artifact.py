import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifier import Classifier, ModelError, artifact, load
from classifier.artifact import Artifact, default_model_path, load_artifact, load_terms, save, trained_model_path
from training.fitting.fit import Fitted


@pytest.fixture
def copy(model_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder, tmp_path / "model"))


def test_the_same_content_gives_the_same_bytes(fitted: Fitted, copy: Path, tmp_path: Path) -> None:
    save(fitted.artifact, tmp_path / "again")
    first = {p.name: p.read_bytes() for p in copy.iterdir()}
    second = {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()}
    assert first == second


def test_saving_over_a_model_replaces_it(fitted: Fitted, copy: Path) -> None:
    (copy / "word_idf.npy").write_bytes(b"")
    save(fitted.artifact, copy)
    load_artifact(copy)
    assert [p.name for p in copy.parent.iterdir()] == ["model"]


def test_saving_never_deletes_other_files(fitted: Fitted, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("keep me")
    with pytest.raises(ModelError, match="choose another folder"):
        save(fitted.artifact, tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "keep me"


def test_a_missing_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model at .* run 'clickbait train'"):
        load(tmp_path / "nothing")


def test_the_default_path_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLICKBAIT_MODEL", str(tmp_path))
    assert default_model_path() == tmp_path
    monkeypatch.delenv("CLICKBAIT_MODEL")
    assert default_model_path().name == "model"


def test_an_own_model_is_taken_before_the_packaged_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CLICKBAIT_MODEL")
    checkout, user, packaged = folders = [tmp_path / name for name in ("checkout", "user", "packaged")]
    monkeypatch.setattr(artifact, "_own_folders", lambda: (checkout, user))
    monkeypatch.setattr(artifact, "_PACKAGED", packaged)
    assert default_model_path() == trained_model_path() == checkout  # where there is none, that one is missed
    for folder in reversed(folders):
        folder.mkdir()
        assert default_model_path() != folder  # an empty folder is no model
        (folder / "manifest.json").touch()
        assert default_model_path() == folder
        assert trained_model_path() == checkout


@pytest.mark.parametrize("change", [{"lexicon": "0" * 64}, {"format_version": 1}])
def test_an_own_model_of_an_older_version_says_how_to_get_the_packaged_one(
    copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: dict[str, object]
) -> None:
    monkeypatch.delenv("CLICKBAIT_MODEL", raising=False)
    packaged = Path(shutil.copytree(copy, tmp_path / "packaged"))
    path = copy / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    monkeypatch.setattr(artifact, "_own_folders", lambda: (copy,))
    monkeypatch.setattr(artifact, "_PACKAGED", packaged)
    with pytest.raises(ModelError, match=r"run 'clickbait train' .*, or delete that folder: then the model that came"):
        load()
    shutil.rmtree(copy)
    load()


def test_a_model_in_the_working_folder_is_named_and_not_taken(
    copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # where ``copy`` is ./model
    with pytest.raises(ModelError, match="or name one, such as ./model, with --model or CLICKBAIT_MODEL"):
        load(tmp_path / "nothing")
    load(copy.relative_to(tmp_path))


def test_a_truncated_file_is_noticed(copy: Path) -> None:
    path = copy / "char_bait.npy"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ModelError, match="char_bait.npy is truncated or altered .* 'clickbait train'"):
        load(copy)


def test_an_altered_file_is_noticed(copy: Path) -> None:
    weights = np.load(copy / "style_bait.npy")
    weights[0] += 1
    np.save(copy / "style_bait.npy", weights)
    with pytest.raises(ModelError, match="style_bait.npy is truncated or altered"):
        load(copy)


def test_a_deleted_file_is_noticed(copy: Path) -> None:
    (copy / "word_keys.npy").unlink()
    with pytest.raises(ModelError, match="word_keys.npy cannot be read"):
        load(copy)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format_version": 99}, "reads 2: update clickbait-zh"),
        ({"format_version": 0}, "run 'clickbait train'"),
        ({"lexicon": "0" * 64}, "another lexicon"),
        ({"heads": [{}]}, "incomplete"),
        ({"heads": []}, "incomplete"),
        ({"groups": ["word", "emoji"]}, "incomplete"),
    ],
)
def test_a_foreign_manifest_is_refused(copy: Path, change: dict[str, object], message: str) -> None:
    path = copy / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(ModelError, match=message):
        load(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}"])
def test_a_damaged_manifest_is_refused(copy: Path, content: str) -> None:
    (copy / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match="manifest.json is damaged"):
        load(copy)


def test_a_pickle_is_never_loaded(fitted: Fitted, tmp_path: Path) -> None:
    arrays = {**fitted.artifact.arrays, "word_idf": np.array([object()])}
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        save(Artifact(fitted.artifact.manifest, arrays), tmp_path / "model")


def test_other_style_features_are_refused(fitted: Fitted) -> None:
    arrays = {**fitted.artifact.arrays, "style_bait": np.zeros(3, np.float32)}
    with pytest.raises(ModelError, match="other style features"):
        Classifier(Artifact(fitted.artifact.manifest, arrays))


def test_the_vocabulary_is_there_for_people(copy: Path, fitted: Fitted) -> None:
    assert load_terms(copy, "word") == fitted.artifact.terms["word"]
    (copy / "word_terms.json").write_text("{")
    with pytest.raises(ModelError, match="vocabulary"):
        load_terms(copy, "word")
